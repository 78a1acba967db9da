import { describe, expect, test } from 'vitest';
import { rowAfterKey } from './cursor-keys.ts';
import { placeAfterKey } from './grid-keys.ts';

describe('in a chart of 30 buckets', () => {
  test.each([
    ['ArrowLeft', 15, 14],
    ['ArrowRight', 15, 16],
    ['PageDown', 15, 5],
    ['PageUp', 15, 25],
    ['PageDown', 3, 0],
    ['PageUp', 25, 29],
    ['Home', 15, 0],
    ['End', 15, 29],
    ['ArrowLeft', undefined, 28],
    ['a', 15, undefined],
  ])('%s goes from %o to %o', (key, row, next) => {
    expect(rowAfterKey(key, row, 30)).toBe(next);
  });

  test('without buckets no key goes anywhere', () => {
    expect(rowAfterKey('Home', undefined, 0)).toBeUndefined();
  });
});

describe('in a grid of 7 rows and 24 columns', () => {
  const last = { row: 6, column: 23 };
  test.each([
    ['ArrowLeft', false, [3, 5], [3, 4]],
    ['ArrowRight', false, [3, 23], [3, 23]],
    ['ArrowUp', false, [0, 5], [0, 5]],
    ['ArrowDown', false, [3, 5], [4, 5]],
    ['Home', false, [3, 5], [3, 0]],
    ['End', false, [3, 5], [3, 23]],
    ['Home', true, [3, 5], [0, 0]],
    ['End', true, [3, 5], [6, 23]],
  ] as const)('%s (with Control: %o) goes from %j to %j', (key, isControl, [row, column], [nextRow, nextColumn]) => {
    expect(placeAfterKey(key, isControl, { row, column }, last)).toEqual({ row: nextRow, column: nextColumn });
  });

  test('a letter is not the grid’s', () => {
    expect(placeAfterKey('a', false, last, last)).toBeUndefined();
  });
});
