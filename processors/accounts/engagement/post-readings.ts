import type { Fold } from '../../../runtime/task/fold.ts';
import type { Codec } from '../../../schemas/bytes.ts';
import {
  COUNTER_NAMES,
  readCounters,
  writeCounters,
  type PostCounters,
  type PostSnapshot,
} from '../../../schemas/events/account-item.ts';
import { DAY_MS, type Instant } from '../../../schemas/instants.ts';
import { noEngagement, type EngagementSums } from '../../../schemas/results/engagement-window.ts';
import { accounts } from '../../../schemas/streams.ts';
import { dropBefore, insertInTime, neighboursOf, type Timed } from '../neighbours.ts';
import type { AccountChanges } from '../window-fold.ts';
import { addGain } from './gain.ts';

/** A post nobody has read for so long is forgotten. Counters are read at most weeks apart; a later reading would count from 0. */
export const POST_MEMORY_MS = 30 * DAY_MS;

/**
 * The first reading of a counter, of a post that was older than this then, is where its counting begins, and no gain: what it had
 * gathered before we looked belongs to no window of ours.
 */
export const FIRST_READING_MS = 8 * DAY_MS;

interface Reading extends Timed {
  readonly counters: PostCounters;
  /** A counter of which it is the first reading gains nothing. */
  readonly old: boolean;
}

/** What a window's sums change by. */
export interface EngagementChange extends Timed {
  readonly sums: EngagementSums;
}

/** Snapshots of one post inside the horizon, by time, and the last one before it, which has of every counter what was last known. */
const postReadings: Codec<Reading[]> = {
  write(writer, readings) {
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
    return readings;
  },
};

/**
 * Turns snapshots of cumulative counters into changes of windows, counter by counter between the time-neighbours that have it; the same
 * sums in any order of arrival.
 */
export const gains: Fold<PostSnapshot, Reading[], AccountChanges<EngagementChange>> = {
  name: 'gains',
  state: postReadings,
  keyOf: ({ platform, account, post }) => `${platform}\0${account}\0${post}`,
  initial: () => [],

  onEvent(readings, { platform, account, time, posted, counters }, step) {
    const reading = { time, counters, old: posted > 0 && time - posted > FIRST_READING_MS };
    step.emit({ platform, account, changes: changesBy(readings, reading) });
    forgetBefore(readings, step.watermark - accounts.horizonMs);
    step.timerAt(newestOf(readings) + POST_MEMORY_MS);
    return readings;
  },

  onTimer: () => undefined,
};

/** Puts a reading into its place. It changes its own window, and of each counter it has that of the next reading that has it too. */
function changesBy(readings: Reading[], reading: Reading): EngagementChange[] {
  const place = insertInTime(readings, reading);
  const sums = { ...noEngagement(), snapshots: 1 };
  const changes: EngagementChange[] = [{ time: reading.time, sums }];
  for (const name of COUNTER_NAMES) {
    if (reading.counters[name] === undefined) continue;
    const { before, after } = neighboursOf(readings, place, ({ counters }) => counters[name] !== undefined);
    addBetween(sums, name, before, reading);
    if (after === undefined) continue;
    const later = noEngagement();
    addBetween(later, name, reading, after);
    addBetween(later, name, before, after, -1);
    changes.push({ time: after.time, sums: later });
  }
  return changes;
}

/** The gain of a counter between two readings that have it; before the first one of a young post it was 0. */
function addBetween(
  sums: ReturnType<typeof noEngagement>,
  name: keyof PostCounters,
  older: Reading | undefined,
  newer: Reading,
  sign: 1 | -1 = 1,
): void {
  const to = newer.counters[name];
  if (to === undefined) return;
  addGain(sums, name, older?.counters[name] ?? (newer.old ? to : 0), to, sign);
}

/** What the one before the horizon does not say, it takes over from those that are dropped: else that counter would begin at 0 again. */
function forgetBefore(readings: Reading[], earliest: Instant): void {
  const dropped = dropBefore(readings, earliest);
  const [last] = readings;
  if (last === undefined || dropped.length === 0) return;
  const counters = { ...last.counters };
  for (const name of COUNTER_NAMES)
    counters[name] ??= dropped.findLast((reading) => reading.counters[name] !== undefined)?.counters[name];
  readings[0] = { ...last, counters };
}

function newestOf(readings: readonly Reading[]): Instant {
  return readings.at(-1)?.time ?? 0;
}
