import { expect, test } from 'vitest';
import { score } from './score.ts';

test.each([
  [0.9312, '.93'],
  [-0.4019, '−.40'],
  [0, '.00'],
  [-0.001, '.00'],
  [1, '1.00'],
  [-0.9999, '−1.00'],
])('%d is written %s', (compound, text) => {
  expect(score(compound)).toBe(text);
});
