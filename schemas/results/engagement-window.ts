import type { ByteReader, ByteWriter, Codec } from '../bytes.ts';
import { accountWindow, type AccountWindow } from './account-window.ts';

/** What is added up in a window, in the order of its bytes. */
export const ENGAGEMENT_SUMS = [
  'posts',
  'snapshots',
  'likes',
  'comments',
  'shares',
  'views',
  'reach',
  'resets',
  'deletions',
] as const;

/**
 * `posts`: published in the window. `likes` to `reach`: gained between time-neighbour snapshots of each post, in the window of the later
 * one; negative where people took back more than came. `resets`, `deletions`: drops of single counters, by what they were.
 */
export type EngagementSums = Readonly<Record<(typeof ENGAGEMENT_SUMS)[number], number>>;

/** Absolute sums of one window. */
export interface EngagementWindow extends AccountWindow, EngagementSums {
  /** False while the window may still grow in the ordinary way; revisions of a complete window stay complete. */
  readonly complete: boolean;
}

/** Likes, comments and shares: what a person did. */
export function interactionsOf({
  likes,
  comments,
  shares,
}: Pick<EngagementSums, 'likes' | 'comments' | 'shares'>): number {
  return likes + comments + shares;
}

export function noEngagement(): { -readonly [Name in keyof EngagementSums]: number } {
  return { posts: 0, snapshots: 0, likes: 0, comments: 0, shares: 0, views: 0, reach: 0, resets: 0, deletions: 0 };
}

export const engagementSums: Codec<ReturnType<typeof noEngagement>> = {
  write(writer: ByteWriter, sums: EngagementSums): void {
    for (const name of ENGAGEMENT_SUMS) writer.zigzag(sums[name]);
  },
  read(reader: ByteReader): ReturnType<typeof noEngagement> {
    const sums = noEngagement();
    for (const name of ENGAGEMENT_SUMS) sums[name] = reader.zigzag();
    return sums;
  },
};

export const engagementWindow: Codec<EngagementWindow> = {
  write(writer: ByteWriter, value: EngagementWindow): void {
    accountWindow.write(writer, value);
    engagementSums.write(writer, value);
    writer.bool(value.complete);
  },
  read(reader: ByteReader): EngagementWindow {
    return {
      ...accountWindow.read(reader),
      ...engagementSums.read(reader),
      complete: reader.bool(),
    };
  },
};
