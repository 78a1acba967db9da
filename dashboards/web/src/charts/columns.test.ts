import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnsOf, rowAt } from './columns.ts';
import type { PointGroup, SeriesDefinition } from './points.ts';

interface Point {
  readonly start: string | number;
  readonly end: string | number;
  readonly complete: boolean;
  readonly mentions: number;
}

const point = (start: number, mentions: number, complete = true): Point => ({
  start,
  end: start + 10,
  complete,
  mentions,
});
const mentionsOf = (group: string | null): SeriesDefinition<Point> => ({
  name: group ?? 'all',
  color: '--neutral',
  group,
  valueOf: ({ mentions }) => mentions,
});

test('reads instants as numbers and as the API writes them', () => {
  const points = [{ ...point(0, 3), start: '1970-01-01T00:00:00Z', end: '1970-01-01T00:01:00Z' }];
  expect(columnsOf([{ group: null, points }], [mentionsOf(null)])).toMatchObject({ starts: [0], ends: [60_000] });
});

test('a series without a bucket that another one has is a gap there', () => {
  const groups = [
    { group: 'a', points: [point(0, 1), point(20, 3)] },
    { group: 'b', points: [point(10, 5), point(20, 7)] },
    { group: 'not asked for', points: [point(90, 9)] },
  ];
  expect(columnsOf(groups, [mentionsOf('a'), mentionsOf('b')])).toEqual({
    starts: [0, 10, 20],
    ends: [10, 20, 30],
    values: [
      [1, null, 3],
      [null, 5, 7],
    ],
    firstOpen: 3,
  });
});

test('a bucket is open when it is in any group, and so is every later one', () => {
  const groups = [
    { group: 'a', points: [point(0, 1), point(10, 1), point(20, 1)] },
    { group: 'b', points: [point(0, 1), point(10, 1, false), point(20, 1)] },
  ];
  expect(columnsOf(groups, [mentionsOf('a'), mentionsOf('b')]).firstOpen).toBe(1);
});

test('nothing gives nothing', () => {
  expect(columnsOf([], [mentionsOf(null)])).toEqual({ starts: [], ends: [], values: [[]], firstOpen: 0 });
});

const groupsOf = fc
  .array(fc.uniqueArray(fc.integer({ min: 0, max: 50 }), { maxLength: 30 }), { minLength: 1, maxLength: 4 })
  .map((lists) =>
    lists.map((starts, group): PointGroup<Point> => ({
      group: String(group),
      points: starts.toSorted((a, b) => a - b).map((start) => point(start * 10, start * 100 + group)),
    })),
  );

test('every point of every group is in its row and column, and nothing else is', () => {
  fc.assert(
    fc.property(groupsOf, (groups) => {
      const columns = columnsOf(
        groups,
        groups.map(({ group }) => mentionsOf(group)),
      );
      expect([...columns.starts]).toEqual([...new Set(columns.starts)].toSorted((a, b) => a - b));
      const given = groups.flatMap(({ points }) => points);
      expect(columns.values.flat().filter((value) => value !== null)).toHaveLength(given.length);
      for (const [index, { points }] of groups.entries()) {
        for (const { start, mentions } of points) {
          expect(columns.values[index]?.[rowAt(columns, Number(start))]).toBe(mentions);
        }
      }
    }),
  );
});

test('an instant where no bucket begins has no row', () => {
  const columns = columnsOf([{ group: null, points: [point(0, 1), point(10, 2)] }], [mentionsOf(null)]);
  expect([0, 10, 5, -1, 20].map((start) => rowAt(columns, start))).toEqual([0, 1, -1, -1, -1]);
});
