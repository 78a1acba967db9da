import type { Column } from '../../runtime/clickhouse/native.ts';
import { COUNTER_NAMES, PROFILE_COUNTER_NAMES } from '../../schemas/events/account-item.ts';
import type { AccountPost } from '../../schemas/results/account-post.ts';
import type { AccountSnapshot } from '../../schemas/results/account-snapshot.ts';
import type { EngagementRate } from '../../schemas/results/engagement-rate.ts';
import { ENGAGEMENT_SUMS, type EngagementWindow } from '../../schemas/results/engagement-window.ts';
import type { ProfileGrowth } from '../../schemas/results/profile-growth.ts';
import {
  accountPosts,
  accountSnapshots,
  engagementRates,
  engagementWindows,
  profileGrowths,
} from '../../schemas/streams.ts';
import type { Result } from '../sink.ts';
import { place, type Table } from './table.ts';

/** Whose row it is. */
function placeOfAccount<T extends { readonly platform: string; readonly account: string }>(): Column<Result<T>>[] {
  return [
    ...place<T>(),
    { name: 'platform', type: 'LowCardinality(String)', of: ({ value }) => value.platform },
    { name: 'account', type: 'LowCardinality(String)', of: ({ value }) => value.account },
  ];
}

/** What may never have been said: null, not 0. */
function counters<T, Name extends string>(
  names: readonly Name[],
  of: (value: T, name: Name) => number | undefined,
): Column<Result<T>>[] {
  return names.map((name) => ({ name, type: 'Nullable(UInt64)', of: ({ value }) => of(value, name) ?? null }));
}

const TIME = "DateTime64(3, 'UTC')";
const START = "DateTime('UTC')";

// A late copy never replaces the counted row of the same key: it may come after the memory of its id has ended.
const lateLast = ({ late }: { readonly late: boolean }): number => (late ? 0 : 1);

export const postFacts: Table<AccountPost> = {
  stream: accountPosts,
  table: 'account_post_facts',
  columns: [
    ...placeOfAccount<AccountPost>(),
    { name: 'time', type: TIME, of: ({ value }) => value.time },
    { name: 'id', type: 'String', of: ({ value }) => value.id },
    { name: 'url', type: 'String', of: ({ value }) => value.url },
    { name: 'lang', type: 'LowCardinality(String)', of: ({ value }) => value.lang },
    { name: 'text', type: 'String', of: ({ value }) => value.text },
    { name: 'late', type: 'UInt8', of: ({ value }) => Number(value.late) },
    { name: 'received', type: TIME, of: ({ value }) => value.received },
  ],
  settingsVersion: lateLast,
};

export const snapshotFacts: Table<AccountSnapshot> = {
  stream: accountSnapshots,
  table: 'account_snapshot_facts',
  columns: [
    ...placeOfAccount<AccountSnapshot>(),
    { name: 'post', type: 'String', of: ({ value }) => (value.kind === 'counters' ? value.post : '') },
    { name: 'time', type: TIME, of: ({ value }) => value.time },
    ...counters(COUNTER_NAMES, (value: AccountSnapshot, name) =>
      value.kind === 'counters' ? value.counters[name] : undefined,
    ),
    ...counters(PROFILE_COUNTER_NAMES, (value: AccountSnapshot, name) =>
      value.kind === 'profile' ? value[name] : undefined,
    ),
    { name: 'late', type: 'UInt8', of: ({ value }) => Number(value.late) },
    { name: 'received', type: TIME, of: ({ value }) => value.received },
  ],
  settingsVersion: lateLast,
};

/** Sums that only grow while a window is added up; gains may be negative. */
const UNSIGNED: readonly (typeof ENGAGEMENT_SUMS)[number][] = ['posts', 'snapshots', 'resets', 'deletions'];

export const engagementFacts: Table<EngagementWindow> = {
  stream: engagementWindows,
  table: 'engagement_window_facts',
  columns: [
    ...placeOfAccount<EngagementWindow>(),
    { name: 'width', type: 'LowCardinality(String)', of: ({ value }) => value.width },
    { name: 'start', type: START, of: ({ value }) => value.start },
    ...ENGAGEMENT_SUMS.map((name): Column<Result<EngagementWindow>> => ({
      name,
      type: UNSIGNED.includes(name) ? 'UInt64' : 'Int64',
      of: ({ value }) => value[name],
    })),
    { name: 'complete', type: 'UInt8', of: ({ value }) => Number(value.complete) },
  ],
  settingsVersion: () => 1,
};

export const rateFacts: Table<EngagementRate> = {
  stream: engagementRates,
  table: 'engagement_rate_facts',
  columns: [
    ...placeOfAccount<EngagementRate>(),
    { name: 'until', type: START, of: ({ value }) => value.until },
    { name: 'posts', type: 'UInt64', of: ({ value }) => value.week.posts },
    { name: 'interactions', type: 'Int64', of: ({ value }) => value.week.interactions },
    { name: 'reach', type: 'Int64', of: ({ value }) => value.week.reach },
    { name: 'days', type: 'UInt8', of: ({ value }) => value.week.days },
    { name: 'posts_before', type: 'UInt64', of: ({ value }) => value.before.posts },
    { name: 'interactions_before', type: 'Int64', of: ({ value }) => value.before.interactions },
    { name: 'reach_before', type: 'Int64', of: ({ value }) => value.before.reach },
    { name: 'days_before', type: 'UInt8', of: ({ value }) => value.before.days },
    { name: 'log_ratio', type: 'Nullable(Float64)', of: ({ value }) => value.comparison?.logRatio ?? null },
    { name: 'log_ratio_error', type: 'Nullable(Float64)', of: ({ value }) => value.comparison?.standardError ?? null },
  ],
  settingsVersion: () => 1,
};

export const growthFacts: Table<ProfileGrowth> = {
  stream: profileGrowths,
  table: 'profile_growth_facts',
  columns: [
    ...placeOfAccount<ProfileGrowth>(),
    { name: 'width', type: 'LowCardinality(String)', of: ({ value }) => value.width },
    { name: 'start', type: START, of: ({ value }) => value.start },
    { name: 'snapshots', type: 'UInt64', of: ({ value }) => value.snapshots },
    { name: 'gained', type: 'Int64', of: ({ value }) => value.gained },
    ...counters(PROFILE_COUNTER_NAMES, (value: ProfileGrowth, name) => value[name]),
    { name: 'complete', type: 'UInt8', of: ({ value }) => Number(value.complete) },
  ],
  settingsVersion: () => 1,
};
