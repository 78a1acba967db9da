import { expect, test } from 'vitest';
import { weekOf } from './week.ts';

const cell = (weekday: number, hour: number, mentions: number, n = 1) => ({ weekday, hour, mentions, n });
const meanOf = ({ mentions, n }: ReturnType<typeof cell>) => (n === 0 ? null : mentions / n);

test('has all 168 hours, whichever were given', () => {
  const { days, missing } = weekOf([cell(3, 11, 8)], meanOf);
  expect(days.flat()).toHaveLength(168);
  expect(days[2]?.[11]).toMatchObject({ weekday: 3, hour: 11, value: 8 });
  expect(missing).toBe(167);
});

test('an hour without data is missing, an hour with none is 0', () => {
  const { days, missing } = weekOf([cell(1, 0, 0, 0), cell(1, 1, 0, 4)], meanOf);
  expect(days[0]?.slice(0, 2).map(({ value }) => value)).toEqual([null, 0]);
  expect(missing).toBe(167);
});

test('knows its highest hour, and has none without data', () => {
  expect(weekOf([cell(1, 0, 1), cell(7, 23, 9), cell(2, 2, 9)], meanOf).top).toMatchObject({ weekday: 2, hour: 2 });
  expect(weekOf([], meanOf).top).toBeUndefined();
});
