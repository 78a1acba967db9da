import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrivals, DAY, END, posted, record, snapshot } from '../../../tests/support/account-stream.ts';
import { drive } from '../../../tests/support/drive.ts';
import { lastOfEach, naiveEngagement } from '../../../tests/support/naive-accounts.ts';
import { tick } from '../../../tests/support/records.ts';
import type { LogRecord } from '../../../schemas/envelope.ts';
import type { AccountItem, PostSnapshot } from '../../../schemas/events/account-item.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../schemas/instants.ts';
import type { EngagementWindow } from '../../../schemas/results/engagement-window.ts';
import { engagementWindows } from '../../../schemas/streams.ts';
import { accounts } from '../pipeline.ts';
import { FIRST_READING_MS, POST_MEMORY_MS } from './post-readings.ts';

const KEY = ['platform', 'account', 'width', 'start'];
const HORIZON_MS = 48 * HOUR_MS;
const rowsOf = (records: readonly LogRecord<AccountItem>[]): EngagementWindow[] =>
  drive(accounts, records).values(engagementWindows);
const hours = (rows: readonly EngagementWindow[]): EngagementWindow[] => rows.filter(({ width }) => width === '1h');
/** The final hours after these items, each with what it gained. */
const gained = (items: readonly AccountItem[]) =>
  hours(lastOfEach(rowsOf([...items.map(record), END]), KEY) as EngagementWindow[]);

const positions = fc.array(fc.nat({ max: 60 }), { maxLength: 12 }).map((list) => new Set(list));

describe('engagement windows', () => {
  test('equal their definition, in any order inside the horizon and however often an item comes', () => {
    fc.assert(
      fc.property(arrivals, ({ items, records }) => {
        expect(lastOfEach(rowsOf(records), KEY)).toEqual(lastOfEach(naiveEngagement(items), KEY));
      }),
      { numRuns: 500 },
    );
  });

  test('are the same records whatever the commits, crashes and caches', () => {
    fc.assert(
      fc.property(
        arrivals,
        positions,
        positions,
        fc.nat({ max: 3 }),
        ({ records }, commitAfter, crashAfter, cacheEntries) => {
          const cut = drive(accounts, records, { commitAfter, crashAfter, cacheEntries, timersPerCommit: 3 });
          expect(cut.outputs).toEqual(drive(accounts, records).outputs);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('do not change when what came is read again before anything is forgotten', () => {
    fc.assert(
      fc.property(arrivals, ({ items }) => {
        const once = items.map(record);
        const wanted = lastOfEach(naiveEngagement(items), KEY);
        expect(lastOfEach(rowsOf([...once, ...once, END]), KEY)).toEqual(wanted);
      }),
    );
  });

  test('show nobody half of what an item changed: each is written at most once per position, and no count is below 0', () => {
    fc.assert(
      fc.property(arrivals, ({ records }) => {
        const written = drive(accounts, records).records(engagementWindows);
        const at = written.flatMap(({ name, kind, value }) => {
          if (kind !== 'data') return [];
          const row = value as EngagementWindow;
          expect(Math.min(row.posts, row.snapshots, row.resets, row.deletions)).toBeGreaterThanOrEqual(0);
          return [`${name?.at} ${row.platform} ${row.account} ${row.width} ${row.start}`];
        });
        expect(new Set(at).size).toBe(at.length);
      }),
    );
  });
});

describe('the gain of a post', () => {
  test('is the difference of time-neighbours, in the window of the later one; before the first there was nothing', () => {
    const rows = gained([
      snapshot(DAY, { likes: 10, reach: 200 }),
      snapshot(DAY + HOUR_MS, { likes: 25, reach: 300 }),
      snapshot(DAY + 2 * HOUR_MS - 1, { likes: 26, reach: 301 }),
    ]);
    expect(rows.map(({ start, likes, reach, snapshots }) => [start - DAY, likes, reach, snapshots])).toEqual([
      [0, 10, 200, 1],
      [HOUR_MS, 16, 101, 2],
    ]);
  });

  test('after a drop below half is what was counted since; any other drop counts against it', () => {
    const rows = gained([
      snapshot(DAY, { likes: 100, comments: 100, shares: 100 }),
      snapshot(DAY + HOUR_MS, { likes: 49, comments: 50, shares: 99 }),
    ]);
    expect(rows[1]).toMatchObject({ likes: 49, comments: -50, shares: -1, resets: 1, deletions: 2 });
  });

  test('is split again by a reading that comes between two others later', () => {
    const [first, middle, last] = [
      snapshot(DAY, { likes: 100 }),
      snapshot(DAY + HOUR_MS, { likes: 30 }),
      snapshot(DAY + 2 * HOUR_MS, { likes: 120 }),
    ];
    const inOrder = gained([first, middle, last]);
    expect(inOrder.map(({ likes, resets }) => [likes, resets])).toEqual([
      [100, 0],
      [30, 1],
      [90, 0],
    ]);
    const rows = rowsOf([record(last), record(first), tick(DAY + 4 * HOUR_MS), record(middle), END]);
    expect(hours(lastOfEach(rows, KEY) as EngagementWindow[])).toEqual(inOrder);
    // Concluded before, as if nothing had been in between; then revised at once, and the later hour with it.
    expect(hours(rows).map(({ start, likes }) => [(start - DAY) / HOUR_MS, likes])).toEqual([
      [0, 100],
      [2, 20],
      [1, 30],
      [2, 90],
    ]);
  });

  test('of a first reading of an old post is none: what it had before we looked belongs to no window', () => {
    const old = { posted: DAY - FIRST_READING_MS - 1 };
    const rows = gained([snapshot(DAY, { likes: 500 }, old), snapshot(DAY + HOUR_MS, { likes: 510 }, old)]);
    expect(rows.map(({ likes, snapshots }) => [likes, snapshots])).toEqual([
      [0, 1],
      [10, 1],
    ]);
    const young = { posted: DAY - FIRST_READING_MS };
    expect(gained([snapshot(DAY, { likes: 500 }, young)])).toMatchObject([{ likes: 500 }]);
  });

  test('of a counter that a reading lacks is between those that have it: 100, nothing, 100 is 100, and no reset', () => {
    const [first, without, again] = [
      snapshot(DAY, { likes: 100, reach: 500 }),
      snapshot(DAY + HOUR_MS, { likes: undefined, reach: 600 }),
      snapshot(DAY + 2 * HOUR_MS, { likes: 100, reach: undefined }),
    ];
    const wanted = [
      { likes: 100, reach: 500, snapshots: 1, resets: 0, deletions: 0 },
      { likes: 0, reach: 100, snapshots: 1, resets: 0, deletions: 0 },
      { likes: 0, reach: 0, snapshots: 1, resets: 0, deletions: 0 },
    ];
    expect(gained([first, without, again])).toMatchObject(wanted);
    expect(gained([again, without, first, without])).toMatchObject(wanted);
  });

  test('of a counter that comes late is split in the next reading that has it, whatever lies between', () => {
    const rows = gained([
      snapshot(DAY, { likes: 10 }),
      snapshot(DAY + 2 * HOUR_MS, { likes: undefined, views: 7 }),
      snapshot(DAY + 3 * HOUR_MS, { likes: 50, views: undefined }),
      snapshot(DAY + HOUR_MS, { likes: 30, views: 3 }),
    ]);
    expect(rows.map(({ likes, views }) => [likes, views])).toEqual([
      [10, 0],
      [20, 3],
      [0, 4],
      [20, 0],
    ]);
  });

  test('goes on from what was last known of a counter, also when that is long before the horizon', () => {
    const readings = Array.from({ length: 10 }, (_, day) =>
      snapshot(DAY + day * DAY_MS, { likes: day % 9 === 0 ? 100 + day : undefined, views: day }),
    );
    const rows = hours(rowsOf([...readings.flatMap((one) => [record(one), tick(one.time)]), END]));
    expect(rows.map(({ likes }) => likes)).toEqual([100, 0, 0, 0, 0, 0, 0, 0, 0, 9]);
    expect(rows.map(({ views }) => views)).toEqual([0, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
  });

  test('begins with the first reading that has the counter; of an old post that one gains nothing', () => {
    const first = (fields: Partial<PostSnapshot>) =>
      gained([
        snapshot(DAY, { likes: 5, reach: undefined }, fields),
        snapshot(DAY + HOUR_MS, { likes: 5, reach: 900 }, fields),
        snapshot(DAY + 2 * HOUR_MS, { likes: 5, reach: 950 }, fields),
      ]).map(({ reach }) => reach);
    expect(first({})).toEqual([0, 900, 50]);
    expect(first({ posted: DAY - FIRST_READING_MS - 1 })).toEqual([0, 0, 50]);
  });

  test('is of that post alone: the same id of another account is another post', () => {
    const rows = gained([
      snapshot(DAY, { likes: 10 }),
      snapshot(DAY + 1, { likes: 10 }, { account: 'bob' }),
      snapshot(DAY + 2, { likes: 10 }, { platform: 'bluesky' }),
    ]);
    expect(rows.map(({ likes }) => likes)).toEqual([10, 10, 10]);
  });
});

describe('a window of an account', () => {
  test('counts the posts that came out in it, and sums a day as its hours', () => {
    const rows = lastOfEach(
      rowsOf([
        record(posted({ id: 'a', time: DAY + HOUR_MS - 1 })),
        record(posted({ id: 'b', time: DAY + HOUR_MS })),
        record(snapshot(DAY + HOUR_MS, { likes: 3 })),
        record(snapshot(DAY + 3 * HOUR_MS, { likes: 5 })),
        END,
      ]),
      KEY,
    );
    expect(rows).toMatchObject([
      { width: '1d', start: DAY, posts: 2, snapshots: 2, likes: 5 },
      { width: '1h', start: DAY, posts: 1, snapshots: 0, likes: 0 },
      { width: '1h', start: DAY + HOUR_MS, posts: 1, snapshots: 1, likes: 3 },
      { width: '1h', start: DAY + 3 * HOUR_MS, posts: 0, snapshots: 1, likes: 2 },
    ]);
  });

  test('concludes when the watermark reaches its end, not a millisecond before; before that it shows at live ticks only', () => {
    const one = record(snapshot(DAY, { likes: 3 }));
    expect(rowsOf([one, tick(DAY + HOUR_MS - 1)])).toEqual([]);
    expect(rowsOf([one, tick(DAY + HOUR_MS)])).toMatchObject([{ width: '1h', complete: true }]);
    const live = rowsOf([one, tick(DAY + 1), tick(DAY + 2, { live: true }), tick(DAY + 3, { live: true })]);
    expect(live.map(({ width, complete }) => [width, complete])).toEqual([
      ['1d', false],
      ['1h', false],
    ]);
  });

  test('that has just ended is revised at once, not at the next tick', () => {
    const [one, other] = [record(snapshot(DAY, { likes: 3 })), record(snapshot(DAY + 1, { likes: 4 }))];
    const rows = hours(rowsOf([one, tick(DAY + HOUR_MS), other]));
    expect(rows.map(({ likes, complete }) => [likes, complete])).toEqual([
      [3, true],
      [4, true],
    ]);
  });

  test('takes what comes up to the horizon, to the last millisecond; what is beyond changes nothing', () => {
    const late = record(snapshot(DAY, { likes: 3 }));
    const rows = rowsOf([record(snapshot(DAY + 1, { likes: 1 })), tick(DAY + HORIZON_MS), late]);
    expect(hours(rows).map(({ likes, snapshots }) => [likes, snapshots])).toEqual([
      [1, 1],
      [4, 2],
    ]);
    expect(hours(rowsOf([tick(DAY + HORIZON_MS + 1), late]))).toEqual([]);
  });

  test('and the readings of a post are forgotten when nothing can change them any more', () => {
    const states = (records: readonly LogRecord<AccountItem>[], fold: string): string[] =>
      [...drive(accounts, records).rows.keyed.keys()].filter((key) => key.startsWith(`${fold}\0`));
    const one = record(snapshot(DAY, { likes: 3 }));
    expect(states([one, tick(DAY + HOUR_MS + HORIZON_MS - 1)], 'engagement')).toHaveLength(2);
    expect(states([one, tick(DAY + DAY_MS + HORIZON_MS)], 'engagement')).toEqual([]);
    expect(states([one, tick(DAY + POST_MEMORY_MS - 1)], 'gains')).toHaveLength(1);
    expect(states([one, tick(DAY + POST_MEMORY_MS)], 'gains')).toEqual([]);
  });

  test('keeps of a much-read post what the horizon needs, and the one reading before it', () => {
    const readings = Array.from({ length: 600 }, (_, i) => {
      const time = DAY + i * 10 * MINUTE_MS;
      return [record(snapshot(time, { likes: i })), tick(time)];
    });
    const state = [...drive(accounts, readings.flat()).rows.keyed.values()].find(({ fold }) => fold === 'gains');
    // 48 h of them at 14 bytes or so; all 600 would be more than twice as much.
    expect(state?.value.length).toBeLessThan(290 * 15);
    expect(
      gained(readings.map(([one]) => (one?.value ?? {}) as AccountItem)).reduce((sum, row) => sum + row.likes, 0),
    ).toBe(599);
  });
});
