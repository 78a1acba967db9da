import { ApiProblem } from '../problems.ts';
import type { Channel } from '../schemas/live.ts';
import { type ChannelDeps, createChannels } from './channels.ts';
import type { LiveCounters } from './counters.ts';
import type { MentionFeed, TimelineFeed } from './feed.ts';
import type { Subscriber, Topic } from './subscriber.ts';
import { createTail, type Tail } from './tail.ts';

export interface HubDeps extends Omit<ChannelDeps, 'troubled'> {
  readonly feed: MentionFeed;
  readonly counters: Pick<LiveCounters, 'topics'>;
}

export interface Subscription {
  readonly channel: Channel;
  readonly filter: unknown;
  readonly resume: string | undefined;
}

export interface Hub {
  /** Joins now and returns how to leave. Throws what `problemOf` reads when there can be no such topic. */
  subscribe(asked: Subscription, subscriber: Subscriber): () => void;
}

/** Each may be a question to the store every second. */
const MOST_TOPICS = 200;

/** One topic for all subscribers of the same channel and filter, as long as there is one. */
export function createHub(deps: HubDeps): Hub {
  const topics = new Map<string, { readonly topic: Topic; readonly members: Set<Subscriber> }>();
  const tails = new Map<TimelineFeed, Tail>();
  const troubles = new Map<string, string>();
  const channels = createChannels({ ...deps, troubled: () => troubles.values().next().value });

  function leave(key: string, subscriber: Subscriber): void {
    const entry = topics.get(key);
    if (!entry?.members.delete(subscriber)) return;
    entry.topic.leave(subscriber);
    if (entry.members.size > 0) return;
    topics.delete(key);
    deps.counters.topics = topics.size;
    entry.topic.stop();
    troubles.delete(key);
  }

  function tailOf(feed: TimelineFeed): Tail {
    const tail = tails.get(feed) ?? createTail(feed, deps.report);
    tails.set(feed, tail);
    return tail;
  }

  function troubleOf(key: string) {
    return (reason: string | undefined): void => {
      if (reason === undefined) troubles.delete(key);
      else troubles.set(key, reason);
    };
  }

  return {
    subscribe({ channel, filter, resume }, subscriber) {
      const wanted = channels[channel](filter ?? {});
      const asked = wanted.filter.timeline ?? deps.home;
      const feed = deps.feed.timeline(asked);
      if (feed === undefined) throw unknownTimeline(asked);
      const key = keyOf(channel, { ...wanted.filter, timeline: feed.timeline });
      const known = topics.get(key);
      if (known === undefined && topics.size >= MOST_TOPICS) throw tooMany();
      const place = { feed, tail: tailOf(feed), trouble: troubleOf(key) };
      const entry = known ?? { topic: wanted.open(place), members: new Set<Subscriber>() };
      topics.set(key, entry);
      deps.counters.topics = topics.size;
      entry.members.add(subscriber);
      entry.topic.join(subscriber, resume);
      return () => leave(key, subscriber);
    },
  };
}

/** The same for the same question, however it was written. */
function keyOf(channel: Channel, filter: object): string {
  const written = Object.entries(filter).flatMap(([name, value]) =>
    (Array.isArray(value) ? [...new Set(value as string[])] : [value]).map((one) => JSON.stringify([name, one])),
  );
  return [channel, ...written.toSorted((a, b) => (a < b ? -1 : 1))].join(' ');
}

function unknownTimeline(asked: string | undefined): ApiProblem {
  if (asked === undefined) return new ApiProblem('unknown-timeline', 'There is no data yet: nothing was read so far.');
  return new ApiProblem('unknown-timeline', `There is no timeline ${JSON.stringify(asked)}.`);
}

function tooMany(): ApiProblem {
  return new ApiProblem(
    'live-limit',
    `${MOST_TOPICS} different questions are being watched already. Ask by REST, or later.`,
  );
}
