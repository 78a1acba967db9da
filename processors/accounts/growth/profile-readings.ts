import type { Fold, Step } from '../../../runtime/task/fold.ts';
import type { Codec } from '../../../schemas/bytes.ts';
import type { ProfileSnapshot } from '../../../schemas/events/account-item.ts';
import { DAY_MS } from '../../../schemas/instants.ts';
import { accounts } from '../../../schemas/streams.ts';
import { dropBefore, insertInTime, type Timed } from '../neighbours.ts';
import type { AccountChanges } from '../window-fold.ts';

/** A profile nobody has read for so long is forgotten: its next snapshot is a first one again. */
export const PROFILE_MEMORY_MS = 90 * DAY_MS;

interface Reading extends Timed {
  readonly followers: number;
}

export interface ProfileReadings {
  readonly readings: Reading[];
}

/** What a window's growth changes by. */
export interface GrowthChange extends Timed {
  readonly gained: number;
  /** The snapshot that was taken then; none where only a difference moved. */
  readonly snapshot: Pick<ProfileSnapshot, 'followers' | 'following' | 'posts'> | undefined;
}

const profileReadings: Codec<ProfileReadings> = {
  write(writer, { readings }) {
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
    return { readings };
  },
};

/** Turns snapshots of a profile into followers gained between time-neighbours; the first one gains nothing. */
export const profileGains: Fold<ProfileSnapshot, ProfileReadings, AccountChanges<GrowthChange>> = {
  name: 'profile-gains',
  state: profileReadings,
  keyOf: ({ platform, account }) => `${platform}\0${account}`,
  initial: () => ({ readings: [] }),

  onEvent(
    state,
    { platform, account, time, followers, following, posts },
    step: Step<AccountChanges<GrowthChange>>,
  ): ProfileReadings {
    const { readings } = state;
    const reading = { time, followers };
    const { before, after } = insertInTime(readings, reading);
    const changes: GrowthChange[] = [
      { time, gained: gainedBetween(before, reading), snapshot: { followers, following, posts } },
    ];
    if (after !== undefined) {
      const gained = gainedBetween(reading, after) - gainedBetween(before, after);
      changes.push({ time: after.time, gained, snapshot: undefined });
    }
    step.emit({ platform, account, changes });
    dropBefore(readings, step.watermark - accounts.horizonMs);
    step.timerAt((readings.at(-1)?.time ?? 0) + PROFILE_MEMORY_MS);
    return state;
  },

  onTimer: () => undefined,
};

function gainedBetween(older: Reading | undefined, newer: Reading): number {
  return older === undefined ? 0 : newer.followers - older.followers;
}
