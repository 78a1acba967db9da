import type { Codec } from './bytes.ts';
import { accountItem, type AccountItem } from './events/account-item.ts';
import { item, type Item } from './events/item.ts';
import { mention, type Mention } from './events/mention.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type Instant } from './instants.ts';
import { accountPost, type AccountPost } from './results/account-post.ts';
import { accountSnapshot, type AccountSnapshot } from './results/account-snapshot.ts';
import { count, type Count } from './results/count.ts';
import { deadLetter, type DeadLetter } from './results/dead-letter.ts';
import { engagementRate, type EngagementRate } from './results/engagement-rate.ts';
import { engagementWindow, type EngagementWindow } from './results/engagement-window.ts';
import { mentionScore, type MentionScore } from './results/mention-score.ts';
import { mentionWindow, type MentionWindow } from './results/mention-window.ts';
import { profileGrowth, type ProfileGrowth } from './results/profile-growth.ts';

/** A named, keyed, partitioned, append-only sequence of records. */
export interface Stream<T = unknown> {
  readonly name: string;
  readonly codec: Codec<T>;
  /** Records of one key stay in order: they share a partition. */
  keyOf(value: T): string;
  /** Of streams that ticks pass through: what lateness is measured by. */
  timeOf?(value: T): Instant;
  /** How far this stream's time stays behind its feeders': records inside it are not late at all. */
  readonly latenessMs: number;
  /** Beyond this behind the stream's watermark a record is late for good: kept, in no window. */
  readonly horizonMs: number;
  /** Records older than this (received) may be deleted once no reader of ours needs them. */
  readonly retentionMs: number;
  /** Its readers are tasks: producers pass ticks on. */
  readonly ticks: boolean;
}

const HORIZON_MS = 48 * HOUR_MS;

/** Raw items as sources read them, with ticks, coverage and broadcast facts. Everything else is computed from it. Keyed by native id. */
export const intake: Stream<Item> = {
  name: 'intake',
  codec: item,
  keyOf: () => '',
  latenessMs: 0,
  horizonMs: HORIZON_MS,
  retentionMs: 7 * DAY_MS,
  ticks: true,
};

/** Matched texts, by watch. */
export const mentions: Stream<Mention> = {
  name: 'mentions',
  codec: mention,
  keyOf: (value) => value.watch,
  timeOf: (value) => value.time,
  latenessMs: 5 * MINUTE_MS,
  horizonMs: HORIZON_MS,
  retentionMs: DAY_MS,
  ticks: true,
};

/** Posts and snapshots of counters, by the account they belong to. */
export const accounts: Stream<AccountItem> = {
  name: 'accounts',
  codec: accountItem,
  keyOf: (value) => `${value.platform}\0${value.account}`,
  timeOf: (value) => value.time,
  latenessMs: 2 * HOUR_MS,
  horizonMs: HORIZON_MS,
  retentionMs: DAY_MS,
  ticks: true,
};

/** What normalise could not use, beside the intake partition it came from. */
export const deadLetters: Stream<DeadLetter> = {
  name: 'dead-letters',
  codec: deadLetter,
  keyOf: (value) => value.origin,
  latenessMs: 0,
  horizonMs: HORIZON_MS,
  retentionMs: 30 * DAY_MS,
  ticks: false,
};

/** Every mention with its sentiment, late ones included. */
export const mentionScores: Stream<MentionScore> = {
  name: 'mention-scores',
  codec: mentionScore,
  keyOf: (value) => value.watch,
  latenessMs: 0,
  horizonMs: HORIZON_MS,
  retentionMs: DAY_MS,
  ticks: false,
};

/** Windows of 1 min and 1 h per watch: absolute values, revised by later records. */
export const mentionWindows: Stream<MentionWindow> = {
  name: 'mention-windows',
  codec: mentionWindow,
  keyOf: (value) => value.watch,
  latenessMs: 0,
  horizonMs: HORIZON_MS,
  retentionMs: DAY_MS,
  ticks: false,
};

/** Every post of an account, late ones included. */
export const accountPosts: Stream<AccountPost> = ofAccounts('account-posts', accountPost);

/** Every snapshot of counters, late ones included. */
export const accountSnapshots: Stream<AccountSnapshot> = ofAccounts('account-snapshots', accountSnapshot);

/** Windows of 1 h and 1 d per account: absolute sums, revised by later records. */
export const engagementWindows: Stream<EngagementWindow> = ofAccounts('engagement-windows', engagementWindow);

/** The rate of the last seven days per account, and of the seven before; a row holds until the next. */
export const engagementRates: Stream<EngagementRate> = ofAccounts('engagement-rates', engagementRate);

/** Followers gained per account in windows of 1 h and 1 d. */
export const profileGrowths: Stream<ProfileGrowth> = ofAccounts('profile-growth', profileGrowth);

/** A result of the accounts pipeline. */
function ofAccounts<T extends { readonly platform: string; readonly account: string }>(
  name: string,
  codec: Codec<T>,
): Stream<T> {
  return {
    name,
    codec,
    keyOf: (value) => `${value.platform}\0${value.account}`,
    latenessMs: 0,
    horizonMs: HORIZON_MS,
    retentionMs: DAY_MS,
    ticks: false,
  };
}

/** Totals of each task of a pipeline. */
export const counts: Stream<Count> = {
  name: 'counts',
  codec: count,
  keyOf: (value) => value.counter,
  latenessMs: 0,
  horizonMs: HORIZON_MS,
  retentionMs: DAY_MS,
  ticks: false,
};

export const STREAMS: readonly Stream[] = [
  intake,
  mentions,
  accounts,
  deadLetters,
  mentionScores,
  mentionWindows,
  accountPosts,
  accountSnapshots,
  engagementWindows,
  engagementRates,
  profileGrowths,
  counts,
];
