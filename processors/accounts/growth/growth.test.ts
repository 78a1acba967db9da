import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrivals, DAY, END, profile, record } from '../../../tests/support/account-stream.ts';
import { drive } from '../../../tests/support/drive.ts';
import { lastOfEach, naiveGrowth } from '../../../tests/support/naive-accounts.ts';
import { tick } from '../../../tests/support/records.ts';
import type { AccountItem } from '../../../schemas/events/account-item.ts';
import { HOUR_MS } from '../../../schemas/instants.ts';
import type { ProfileGrowth } from '../../../schemas/results/profile-growth.ts';
import { profileGrowths } from '../../../schemas/streams.ts';
import { accounts } from '../pipeline.ts';
import { PROFILE_MEMORY_MS } from './profile-readings.ts';

const KEY = ['platform', 'account', 'width', 'start'];
const hoursOf = (items: readonly AccountItem[]): ProfileGrowth[] => {
  const rows = drive(accounts, [...items.map(record), END]).values(profileGrowths);
  return (lastOfEach(rows, KEY) as ProfileGrowth[]).filter(({ width }) => width === '1h');
};

describe('profile growth', () => {
  test('equals its definition, in any order inside the horizon and however often a snapshot comes', () => {
    fc.assert(
      fc.property(arrivals, ({ items, records }) => {
        const rows = drive(accounts, records).values(profileGrowths);
        expect(lastOfEach(rows, KEY)).toEqual(lastOfEach(naiveGrowth(items), KEY));
      }),
      { numRuns: 300 },
    );
  });

  test('is the difference of time-neighbours, negative when followers left; the first snapshot gains nothing', () => {
    const rows = hoursOf([
      profile(DAY + 2 * HOUR_MS, 90),
      profile(DAY, 100, { following: 7, posts: 3 }),
      profile(DAY + 1, 104, { following: 8, posts: 4 }),
    ]);
    expect(rows).toMatchObject([
      { start: DAY, snapshots: 2, gained: 4, followers: 104, following: 8, posts: 4 },
      { start: DAY + 2 * HOUR_MS, snapshots: 1, gained: -14, followers: 90 },
    ]);
  });

  test('lets a snapshot without followers out: 100, nothing, 104 gains 4; each counter of a row is the newest that was said', () => {
    const [first, without, last] = [
      profile(DAY, 100, { following: 7, posts: 3 }),
      profile(DAY + HOUR_MS, undefined, { following: 8, posts: undefined }),
      profile(DAY + HOUR_MS + 1, 104, { following: undefined, posts: undefined }),
    ];
    const wanted = [
      { snapshots: 1, gained: 0, followers: 100, following: 7, posts: 3 },
      { snapshots: 2, gained: 4, followers: 104, following: 8, posts: undefined },
    ];
    expect(hoursOf([first, without, last])).toMatchObject(wanted);
    expect(hoursOf([last, first, without, first])).toMatchObject(wanted);
  });

  test('adds up to the last followers minus the first', () => {
    const snapshots = fc.uniqueArray(fc.tuple(fc.nat({ max: 40 * HOUR_MS }), fc.nat({ max: 1_000 })), {
      selector: ([time]) => time,
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(snapshots, (drawn) => {
        const sorted = drawn.toSorted(([a], [b]) => a - b).map(([, followers]) => followers);
        const rows = hoursOf(drawn.map(([time, followers]) => profile(DAY + time, followers)));
        const sum = rows.reduce((all, { gained }) => all + gained, 0);
        expect(sum).toBe((sorted.at(-1) ?? 0) - (sorted[0] ?? 0));
      }),
    );
  });

  test('forgets a profile that nobody has read for long', () => {
    const kept = (items: readonly AccountItem[], time: number): number =>
      [...drive(accounts, [...items.map(record), tick(time)]).rows.keyed.keys()].filter((key) =>
        key.startsWith('profile-gains\0'),
      ).length;
    const read = [profile(DAY, 5), profile(DAY + 1, undefined)];
    expect([kept(read, DAY + PROFILE_MEMORY_MS - 1), kept(read, DAY + PROFILE_MEMORY_MS)]).toEqual([1, 0]);
    expect(kept([profile(DAY, undefined)], DAY)).toBe(0);
  });
});
