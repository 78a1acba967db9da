import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrivals, DAY, END, posted, record, snapshot } from '../../../tests/support/account-stream.ts';
import { byTheMinute } from '../../../tests/support/by-the-minute.ts';
import { drive } from '../../../tests/support/drive.ts';
import { lastOfEach, naiveRates } from '../../../tests/support/naive-accounts.ts';
import { tick } from '../../../tests/support/records.ts';
import type { LogRecord } from '../../../schemas/envelope.ts';
import type { AccountItem } from '../../../schemas/events/account-item.ts';
import { DAY_MS, HOUR_MS } from '../../../schemas/instants.ts';
import type { EngagementRate } from '../../../schemas/results/engagement-rate.ts';
import { engagementRates, engagementWindows, profileGrowths } from '../../../schemas/streams.ts';
import { accounts } from '../pipeline.ts';
import { ratesAt, WEEK_MS } from './rate-hours.ts';

const KEY = ['platform', 'account', 'until'];
const rowsOf = (records: readonly LogRecord<AccountItem>[]): EngagementRate[] =>
  drive(accounts, records).values(engagementRates);
const flat = ({ platform, account, until, week, before }: EngagementRate) => ({
  platform,
  account,
  until,
  posts: week.posts,
  interactions: week.interactions,
  reach: week.reach,
  postsBefore: before.posts,
  interactionsBefore: before.interactions,
  reachBefore: before.reach,
});

const reading = (hour: number): AccountItem => snapshot(DAY + hour * HOUR_MS, { likes: hour, reach: 9 * hour });
const [first, last, between] = [reading(0), reading(2), reading(1)];
/** A late reading between two hours that have concluded: it changes its own and the later one, and each row holds both. */
const betweenTwoHours = {
  items: [first, last, between],
  records: [record(first), record(last), tick(DAY + 4 * HOUR_MS), record(between), END],
};

describe('rates', () => {
  test('equal their definition: a row whenever an hour enters or leaves a week, in any order inside the horizon', () => {
    fc.assert(
      fc.property(arrivals, ({ items, records }) => {
        expect(lastOfEach(rowsOf(records).map(flat), KEY)).toEqual(lastOfEach(naiveRates(items), KEY));
      }),
      { numRuns: 200, examples: [[betweenTwoHours]] },
    );
  });

  test('do not depend on the order of arrival, errors included', () => {
    fc.assert(
      fc.property(arrivals, ({ records }) => {
        const data = records.filter(({ kind }) => kind === 'data');
        const sorted = data.toSorted((a, b) => a.eventTime - b.eventTime);
        // Of copies the first counts: those stay in their order, since sorting is stable.
        const inTime = rowsOf(sorted.flatMap((one) => [one, tick(one.eventTime)]).concat(END));
        expect(lastOfEach(rowsOf(records), KEY)).toEqual(lastOfEach(inTime, KEY));
      }),
      { numRuns: 200 },
    );
  });

  test('do not depend on ticks inside a minute, nor do the windows', () => {
    fc.assert(
      fc.property(arrivals, ({ records }) => {
        const [all, thinned] = [drive(accounts, records), drive(accounts, byTheMinute(records))];
        for (const stream of [engagementWindows, profileGrowths])
          expect(thinned.values<unknown>(stream)).toEqual(all.values<unknown>(stream));
        expect(lastOfEach(thinned.values(engagementRates), KEY)).toEqual(lastOfEach(all.values(engagementRates), KEY));
      }),
      { numRuns: 200 },
    );
  });

  test('show nobody half of what an item changed: each is written at most once per position', () => {
    fc.assert(
      fc.property(arrivals, ({ records }) => {
        const at = drive(accounts, records)
          .records(engagementRates)
          .flatMap(({ name, kind, value }) => {
            if (kind !== 'data') return [];
            const row = value as EngagementRate;
            return [`${name?.at} ${row.platform} ${row.account} ${row.until}`];
          });
        expect(new Set(at).size).toBe(at.length);
      }),
      { numRuns: 200, examples: [[betweenTwoHours]] },
    );
  });

  test('are forgotten when no hour is in them any more', () => {
    const states = (time: number): number =>
      [...drive(accounts, [record(snapshot(DAY, { likes: 1 })), tick(time)]).rows.keyed.keys()].filter((key) =>
        key.startsWith('rates\0'),
      ).length;
    const gone = DAY + HOUR_MS + 2 * WEEK_MS + 48 * HOUR_MS + 1;
    expect([states(gone - 1), states(gone)]).toEqual([1, 0]);
  });
});

describe('a rate', () => {
  test('is a ratio of sums: a small post weighs little', () => {
    const rows = rowsOf([
      record(snapshot(DAY, { likes: 100, comments: 6, shares: 4, reach: 10_000 }, { post: 'large' })),
      record(snapshot(DAY + 1, { likes: 1, reach: 1 }, { post: 'small' })),
      record(posted()),
      tick(DAY + HOUR_MS),
    ]);
    // The mean of the two ratios would be .5055.
    expect(rows).toMatchObject([{ week: { posts: 1, interactions: 111, reach: 10_001, days: 1 } }]);
  });

  test('of a week leaves an hour behind when it is seven days old, to the week before, and after fourteen altogether', () => {
    const rows = rowsOf([record(snapshot(DAY, { likes: 1, reach: 10 })), END]);
    expect(rows.map(({ until, week, before }) => [(until - DAY) / HOUR_MS, week.reach, before.reach])).toEqual([
      [1, 10, 0],
      [169, 0, 10],
      [337, 0, 0],
    ]);
  });

  test('is compared with the week before by log ratio and its standard error, from five days each on', () => {
    const days = (week: number, count: number, rate: number) =>
      Array.from({ length: count }, (_, day) => {
        const noise = day % 2 === 0 ? 1 : -1;
        return { start: DAY + (week * 7 + day) * DAY_MS, posts: 1, interactions: rate * 1_000 + noise, reach: 1_000 };
      });
    const until = DAY + 2 * WEEK_MS;
    const { comparison } = ratesAt([...days(0, 6, 0.05), ...days(1, 6, 0.1)], until);
    expect(comparison?.logRatio).toBeCloseTo(Math.log(2), 10);
    // Σ (x - r y)² is 6 in each week; Σ x is 300 and 600.
    const error = (sum: number): number => Math.sqrt((6 / 5) * 6) / sum;
    expect(comparison?.standardError).toBeCloseTo(Math.hypot(error(300), error(600)), 10);
    expect(ratesAt([...days(0, 4, 0.05), ...days(1, 6, 0.1)], until).comparison).toBeUndefined();
    expect(ratesAt([...days(0, 6, 0.05), ...days(1, 4, 0.1)], until).comparison).toBeUndefined();
  });

  test('is given again for every end that a late reading changes', () => {
    const late = record(snapshot(DAY + HOUR_MS, { likes: 5, reach: 50 }, { post: 'late' }));
    const rows = rowsOf([
      record(snapshot(DAY, { likes: 1, reach: 10 })),
      record(snapshot(DAY + 5 * HOUR_MS, { likes: 2, reach: 20 })),
      tick(DAY + 10 * HOUR_MS),
      late,
      END,
    ]);
    expect(rows.slice(0, 5).map(({ until, week }) => [(until - DAY) / HOUR_MS, week.reach])).toEqual([
      [1, 10],
      [6, 20],
      [2, 60],
      [6, 70],
      [169, 60],
    ]);
  });
});
