import { expect, test } from 'vitest';
import { daysOf } from './days-of.ts';

const week = (n: (cell: number) => number) =>
  Array.from({ length: 168 }, (_, cell) => ({
    weekday: Math.floor(cell / 24) + 1,
    hour: cell % 24,
    n: n(cell),
    mentions: 0,
    negative: 0,
    negative_share: null,
  }));

test('four weeks are 28 days, in whichever hour they begin; an hour is a day, and nothing is none', () => {
  expect(daysOf(week(() => 4))).toBe(28);
  expect(daysOf(week((cell) => (cell === 0 ? 5 : 4)))).toBe(28);
  expect(daysOf(week((cell) => (cell === 0 ? 1 : 0)))).toBe(1);
  expect(daysOf(week(() => 0))).toBe(0);
});
