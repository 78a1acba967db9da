import { DAY_MS, HOUR_MS, windowStart, type Instant } from '../../../schemas/instants.ts';
import { NO_COUNTERS, type Counters, type Label } from '../event.ts';
import { deltaOf, type Delta } from './delta.ts';
import { openRows } from './open-rows.ts';
import type { EngagementRow } from './rows.ts';

type Draft = { -readonly [Name in keyof EngagementRow]: EngagementRow[Name] } & { end: Instant };
type CountersLabel = Extract<Label, { kind: 'counters' }>;

interface Reading {
  readonly at: Instant;
  readonly counters: Counters;
}

/** The last reading of a post is due after 7 days, and an hour is more than its jitter. */
const POST_AGE_MS = 7 * DAY_MS + HOUR_MS;

export interface EngagementTruth {
  /** A post that counts. */
  post(platform: string, account: string, time: Instant): void;
  /** A reading that counts. */
  reading(platform: string, label: CountersLabel, at: Instant): void;
  close(until: Instant, emit: (row: EngagementRow) => void): void;
}

/**
 * Deltas between time-neighbours of each post, in the hour of the later one; before the first reading everything was 0. A reading
 * that comes between two others takes their delta back and puts two in its place.
 */
export function engagementTruth(): EngagementTruth {
  const open = openRows<Draft>();
  const posts = openRows<{ end: Instant; readings: Reading[] }>();

  const rowAt = (platform: string, account: string, time: Instant): Draft => {
    const start = windowStart(time, HOUR_MS);
    return open.at(`${platform}/${account}/${start}`, () => emptyRow(platform, account, start));
  };

  return {
    post: (platform, account, time) => void rowAt(platform, account, time).posts++,
    reading(platform, { account, post, posted, counters }, at) {
      const { readings } = posts.at(`${platform}/${post}`, () => ({ end: posted + POST_AGE_MS, readings: [] }));
      const place = readings.filter((reading) => reading.at <= at).length;
      const before = readings[place - 1]?.counters ?? NO_COUNTERS;
      const after = readings[place];
      const row = rowAt(platform, account, at);
      row.snapshots++;
      add(row, deltaOf(before, counters), 1);
      if (after !== undefined) {
        const later = rowAt(platform, account, after.at);
        add(later, deltaOf(before, after.counters), -1);
        add(later, deltaOf(counters, after.counters), 1);
      }
      readings.splice(place, 0, { at, counters });
    },
    close(until, emit) {
      open.close(until, ({ end: _end, ...row }) => emit(row));
      posts.close(until, () => undefined);
    },
  };
}

function add(row: Draft, delta: Delta, sign: 1 | -1): void {
  for (const name of Object.keys(delta) as (keyof Delta)[]) row[name] += sign * delta[name];
}

function emptyRow(platform: string, account: string, start: Instant): Draft {
  const sums = { posts: 0, snapshots: 0, ...NO_COUNTERS, resets: 0, deletions: 0 };
  return { kind: 'engagement', platform, account, start, ...sums, end: start + HOUR_MS };
}
