import { expect, test } from 'vitest';
import { intervalFor } from './interval-for.ts';

test.each([
  ['1h', '1m'],
  ['6h', '5m'],
  ['24h', '15m'],
  ['7d', '1h'],
  ['4w', '1d'],
])('the last %s are drawn in steps of %s', (range, interval) => {
  expect(intervalFor({ range }, 0)).toBe(interval);
});

test('a brushed period has the steps of its length, and one without an end goes until now', () => {
  const from = '2026-01-31T00:00:00Z';
  expect(intervalFor({ from, to: '2026-01-31T02:00:00Z' }, 0)).toBe('1m');
  expect(intervalFor({ from }, Date.parse('2026-02-01T00:00:00Z'))).toBe('15m');
});
