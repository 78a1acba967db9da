import { expect, test } from 'vitest';
import { sparkPath } from './spark-path.ts';

const size = { width: 14, height: 14 };

test('goes from 0 at the bottom to the highest value at the top', () => {
  expect(sparkPath([0, 5, 10], size)).toBe('M2.0 12.0L7.0 7.0L12.0 2.0');
});

test('a gap breaks the line, and a lonely value is a dot', () => {
  expect(sparkPath([10, 10, null, 10, null], size)).toBe('M2.0 2.0L4.5 2.0M9.5 2.0h0');
});

test('nothing but zeros lies at the bottom, and nothing at all is empty', () => {
  expect(sparkPath([0, 0], size)).toBe('M2.0 12.0L12.0 12.0');
  expect(sparkPath([null, null], size)).toBe('');
  expect(sparkPath([], size)).toBe('');
});
