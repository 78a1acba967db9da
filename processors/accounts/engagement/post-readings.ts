import type { Fold, Step } from '../../../runtime/task/fold.ts';
import type { Codec } from '../../../schemas/bytes.ts';
import {
  readCounters,
  writeCounters,
  type PostCounters,
  type PostSnapshot,
} from '../../../schemas/events/account-item.ts';
import { DAY_MS, type Instant } from '../../../schemas/instants.ts';
import type { EngagementSums } from '../../../schemas/results/engagement-window.ts';
import { accounts } from '../../../schemas/streams.ts';
import { dropBefore, insertInTime, type Timed } from '../neighbours.ts';
import type { AccountChanges } from '../window-fold.ts';
import { addGain, gainOf, NOTHING } from './gain.ts';

/** A post nobody has read for so long is forgotten. Counters are read at most weeks apart; a later reading would count from 0. */
export const POST_MEMORY_MS = 30 * DAY_MS;

/**
 * The first reading of a post that was older than this then is where its counting begins, and no gain: what it had gathered before we
 * looked belongs to no window of ours.
 */
export const FIRST_READING_MS = 8 * DAY_MS;

interface Reading extends Timed {
  readonly counters: PostCounters;
  /** It gains nothing if it is the first. */
  readonly old: boolean;
}

/** Snapshots of one post inside the horizon, by time, and the last one before it. */
export interface PostReadings {
  readonly readings: Reading[];
}

/** What a window's sums change by. */
export interface EngagementChange extends Timed {
  readonly sums: EngagementSums;
}

const postReadings: Codec<PostReadings> = {
  write(writer, { readings }) {
    writer.varint(readings.length);
    for (const { time, counters, old } of readings) {
      writer.varint(time);
      writeCounters(writer, counters);
      writer.bool(old);
    }
  },
  read(reader) {
    const readings: Reading[] = [];
    for (let left = reader.varint(); left > 0; left--)
      readings.push({ time: reader.varint(), counters: readCounters(reader), old: reader.bool() });
    return { readings };
  },
};

/** Turns snapshots of cumulative counters into changes of windows, by their time-neighbours; the same sums in any order of arrival. */
export const gains: Fold<PostSnapshot, PostReadings, AccountChanges<EngagementChange>> = {
  name: 'gains',
  state: postReadings,
  keyOf: ({ platform, account, post }) => `${platform}\0${account}\0${post}`,
  initial: () => ({ readings: [] }),

  onEvent(
    state,
    { platform, account, time, posted, counters },
    step: Step<AccountChanges<EngagementChange>>,
  ): PostReadings {
    const { readings } = state;
    const reading = { time, counters, old: posted > 0 && time - posted > FIRST_READING_MS };
    const { before, after } = insertInTime(readings, reading);
    const sums = gainBetween(before, reading);
    sums.snapshots = 1;
    const changes: EngagementChange[] = [{ time, sums }];
    if (after !== undefined) {
      const later = gainBetween(reading, after);
      addGain(later, gainBetween(before, after), -1);
      changes.push({ time: after.time, sums: later });
    }
    step.emit({ platform, account, changes });
    dropBefore(readings, step.watermark - accounts.horizonMs);
    step.timerAt(newestOf(readings) + POST_MEMORY_MS);
    return state;
  },

  onTimer: () => undefined,
};

function gainBetween(older: Reading | undefined, newer: Reading): ReturnType<typeof gainOf> {
  return older === undefined && newer.old
    ? gainOf(newer.counters, newer.counters)
    : gainOf(older?.counters ?? NOTHING, newer.counters);
}

function newestOf(readings: readonly Reading[]): Instant {
  return readings.at(-1)?.time ?? 0;
}
