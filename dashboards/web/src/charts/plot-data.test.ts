import { describe, expect, test } from 'vitest';
import { plotDataOf } from './plot-data.ts';

/** Buckets of 10, beginning at these starts. */
const columns = (starts: readonly number[], values: readonly (number | null)[], firstOpen = starts.length) => ({
  starts,
  ends: starts.map((start) => start + 10),
  values: [values],
  firstOpen,
});

describe('the open end of a line', () => {
  test('begins at the last complete point, so that the line does not break', () => {
    const { lines } = plotDataOf(columns([0, 10, 20, 30], [1, 2, 3, 4], 2));
    expect(lines).toEqual([
      [1, 2, null, null],
      [null, 2, 3, 4],
    ]);
  });

  test('begins with itself after a hole', () => {
    const { lines, dots } = plotDataOf(columns([0, 10, 50], [1, 2, 3], 2));
    expect(lines).toEqual([
      [1, 2, null],
      [null, null, 3],
    ]);
    expect(dots).toEqual([[], [2]]);
  });

  test('is everything when nothing is complete', () => {
    expect(plotDataOf(columns([0, 10], [1, 2], 0)).lines).toEqual([
      [null, null],
      [1, 2],
    ]);
  });

  test('is empty when all is complete', () => {
    expect(plotDataOf(columns([0, 10], [1, 2])).lines[1]).toEqual([null, 2]);
    expect(plotDataOf(columns([0, 10], [1, 2])).dots).toEqual([[], []]);
  });
});

test('missing buckets are holes', () => {
  expect(plotDataOf(columns([0, 10, 40, 50, 90], [1, 2, 3, 4, 5])).holes).toEqual([1, 3]);
});

test('a point that no line reaches is a dot, beside holes and beside nulls', () => {
  expect(plotDataOf(columns([0, 40, 80, 90], [1, 2, 3, 4])).dots[0]).toEqual([0, 1]);
  expect(plotDataOf(columns([0, 10, 20, 30, 40], [1, null, 3, null, 5])).dots[0]).toEqual([0, 2, 4]);
});
