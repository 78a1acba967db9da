import { createTimelineFeed, type FeedDeps, type TimelineFeed, type TimelineOptions } from './timeline-feed.ts';

export interface MentionFeedDeps extends FeedDeps {
  /** Of the workspace, the oldest first; called at every question. */
  timelines(): readonly TimelineOptions[];
}

/** Every timeline of the log, each read once however many ask. */
export function createMentionFeed(deps: MentionFeedDeps) {
  const feeds = new Map<string, TimelineFeed>();
  return {
    /** The newest without a name; undefined where there is none. */
    timeline(name: string | undefined): TimelineFeed | undefined {
      const known = deps.timelines();
      const found = name === undefined ? known.at(-1) : known.find(({ timeline }) => timeline === name);
      if (found === undefined) return undefined;
      const feed = feeds.get(found.timeline) ?? createTimelineFeed(found, deps);
      feeds.set(found.timeline, feed);
      return feed;
    },
  };
}
