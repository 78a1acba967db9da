import { expect, test } from 'vitest';
import { roundHalfEven } from './rounding.ts';

test('a tie goes to the even digit', () => {
  expect([1, 3, 5, 7].map((n) => roundHalfEven(n / 16, 3))).toEqual([0.062, 0.188, 0.312, 0.438]);
  expect([1, 3, -1, -3].map((n) => roundHalfEven(n / 32, 4))).toEqual([0.0312, 0.0938, -0.0312, -0.0938]);
});

test('what only looks like a tie is decided by the exact value of the double', () => {
  // round() of Python 3.11: 0.0005 lies above its decimal, 0.0015 and 0.00015 below or above theirs.
  expect([0.0005, 0.0015, 0.0025, 0.1235].map((value) => roundHalfEven(value, 3))).toEqual([
    0.001, 0.002, 0.003, 0.123,
  ]);
  expect([0.00015, 0.00025, 0.12345].map((value) => roundHalfEven(value, 4))).toEqual([0.0001, 0.0003, 0.1235]);
});

test('far from a tie the nearest decimal is taken, and exact decimals stay', () => {
  expect([0, 1, 0.4404, -0.74239].map((value) => roundHalfEven(value, 4))).toEqual([0, 1, 0.4404, -0.7424]);
});
