import { expect, test } from 'vitest';
import { wilsonInterval } from './wilson.ts';

// Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), table I.
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('of %i in %i is what Newcombe computed', (k, n, low, high) => {
  const [from, to] = wilsonInterval(k, n) ?? [];
  expect(from).toBeCloseTo(low, 4);
  expect(to).toBeCloseTo(high, 4);
});

test('of nothing there is none', () => {
  expect(wilsonInterval(0, 0)).toBeUndefined();
});
