import type { Instant } from '../../../schemas/instants.ts';
import type { Counters } from '../event.ts';

/** Counted mentions of a brand in [start, start + width): no repeats, none beyond the horizon. */
export interface MentionRow {
  readonly kind: 'mentions';
  readonly brand: string;
  readonly width: '1m' | '1h';
  readonly start: Instant;
  readonly mentions: number;
  /** Different (platform, author), exact. */
  readonly authors: number;
  readonly reach: number;
  /** As they were meant, which no classifier sees. */
  readonly positive: number;
  readonly neutral: number;
  readonly negative: number;
}

/** What an account's posts gained in the UTC hour that begins at `start`: sums of deltas between time-neighbours. */
export interface EngagementRow extends Counters {
  readonly kind: 'engagement';
  readonly platform: string;
  readonly account: string;
  readonly start: Instant;
  /** Posts published in it. */
  readonly posts: number;
  readonly snapshots: number;
  /** Drops of single counters, by what they were. */
  readonly resets: number;
  readonly deletions: number;
}

export interface ProfileRow {
  readonly kind: 'profile';
  readonly platform: string;
  readonly account: string;
  readonly start: Instant;
  readonly snapshots: number;
  /** Followers gained between time-neighbours; the first reading of an account has no neighbour and gains nothing. */
  readonly followers: number;
}

export type TruthRow = MentionRow | EngagementRow | ProfileRow;
