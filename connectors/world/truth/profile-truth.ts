import { HOUR_MS, windowStart, type Instant } from '../../../schemas/instants.ts';
import { openRows } from './open-rows.ts';
import type { ProfileRow } from './rows.ts';

type Draft = { -readonly [Name in keyof ProfileRow]: ProfileRow[Name] } & { end: Instant };

interface Reading {
  readonly at: Instant;
  readonly followers: number;
}

export interface ProfileTruth {
  /** A reading that counts. */
  reading(platform: string, account: string, followers: number, at: Instant): void;
  close(until: Instant, emit: (row: ProfileRow) => void): void;
}

/** Followers gained between time-neighbours of a profile, in the hour of the later one. */
export function profileTruth(): ProfileTruth {
  const open = openRows<Draft>();
  const profiles = new Map<string, Reading[]>();
  const rowAt = (platform: string, account: string, time: Instant): Draft => {
    const start = windowStart(time, HOUR_MS);
    const make = (): Draft => ({
      kind: 'profile',
      platform,
      account,
      start,
      snapshots: 0,
      followers: 0,
      end: start + HOUR_MS,
    });
    return open.at(`${platform}/${account}/${start}`, make);
  };
  return {
    reading(platform, account, followers, at) {
      const key = `${platform}/${account}`;
      const readings = profiles.get(key) ?? [];
      profiles.set(key, readings);
      const place = readings.filter((reading) => reading.at <= at).length;
      const before = readings[place - 1];
      const after = readings[place];
      const row = rowAt(platform, account, at);
      row.snapshots++;
      row.followers += followers - (before?.followers ?? followers);
      if (after !== undefined) {
        const later = rowAt(platform, account, after.at);
        later.followers += after.followers - followers;
        if (before !== undefined) later.followers -= after.followers - before.followers;
      }
      readings.splice(place, 0, { at, followers });
    },
    close(until, emit) {
      open.close(until, ({ end: _end, ...row }) => emit(row));
      for (const readings of profiles.values()) {
        // The newest one before `until` is still somebody's neighbour.
        const kept = readings.findLastIndex(({ at }) => at < until);
        if (kept > 0) readings.splice(0, kept);
      }
    },
  };
}
