import type { Fold } from '../../../runtime/task/fold.ts';
import type { Codec } from '../../../schemas/bytes.ts';
import type { ProfileCounters, ProfileSnapshot } from '../../../schemas/events/account-item.ts';
import { DAY_MS } from '../../../schemas/instants.ts';
import { accounts } from '../../../schemas/streams.ts';
import { dropBefore, insertInTime, neighboursOf, type Timed } from '../neighbours.ts';
import type { AccountChanges } from '../window-fold.ts';

/** A profile whose followers nobody has read for so long is forgotten: the next snapshot of them is a first one again. */
export const PROFILE_MEMORY_MS = 90 * DAY_MS;

interface Reading extends Timed {
  readonly followers: number;
}

/** What a window's growth changes by. */
export interface GrowthChange extends Timed {
  readonly gained: number;
  /** The snapshot that was taken then; none where only a difference moved. */
  readonly snapshot: ProfileCounters | undefined;
}

/** Snapshots that say the followers, inside the horizon, by time, and the last one before it. */
const profileReadings: Codec<Reading[]> = {
  write(writer, readings) {
    writer.varint(readings.length);
    for (const { time, followers } of readings) {
      writer.varint(time);
      writer.varint(followers);
    }
  },
  read(reader) {
    const readings: Reading[] = [];
    for (let left = reader.varint(); left > 0; left--)
      readings.push({ time: reader.varint(), followers: reader.varint() });
    return readings;
  },
};

/** Turns snapshots of a profile into followers gained between the time-neighbours that say them; the first one gains nothing. */
export const profileGains: Fold<ProfileSnapshot, Reading[], AccountChanges<GrowthChange>> = {
  name: 'profile-gains',
  state: profileReadings,
  keyOf: ({ platform, account }) => `${platform}\0${account}`,
  initial: () => [],

  onEvent(readings, { platform, account, time, followers, following, posts }, step) {
    const changes: GrowthChange[] = [{ time, gained: 0, snapshot: { followers, following, posts } }];
    if (followers !== undefined) changes.push(...changesBy(readings, { time, followers }));
    step.emit({ platform, account, changes });
    dropBefore(readings, step.watermark - accounts.horizonMs);
    const newest = readings.at(-1);
    if (newest === undefined) return undefined;
    step.timerAt(newest.time + PROFILE_MEMORY_MS);
    return readings;
  },

  onTimer: () => undefined,
};

/** Puts a reading between its neighbours: it splits their difference. */
function changesBy(readings: Reading[], reading: Reading): GrowthChange[] {
  const { before, after } = neighboursOf(readings, insertInTime(readings, reading));
  const own: GrowthChange = { time: reading.time, gained: gainedBetween(before, reading), snapshot: undefined };
  if (after === undefined) return [own];
  const gained = gainedBetween(reading, after) - gainedBetween(before, after);
  return [own, { time: after.time, gained, snapshot: undefined }];
}

function gainedBetween(older: Reading | undefined, newer: Reading): number {
  return older === undefined ? 0 : newer.followers - older.followers;
}
