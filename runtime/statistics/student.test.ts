import { expect, test } from 'vitest';
import { studentHalfWidth } from './student.ts';

// Quantiles of Student's t as tables print them.
test.each([
  [4, 2.776],
  [5, 2.5706],
  [9, 2.2622],
  [30, 2.0423],
  [120, 1.9799],
])('with %d degrees of freedom 95 in 100 lie within %d standard errors', (degrees, wanted) => {
  expect(Math.abs(studentHalfWidth(degrees) - wanted)).toBeLessThan(0.01);
});

test('with many degrees it is the normal quantile', () => {
  expect(studentHalfWidth(1e9)).toBeCloseTo(1.95996, 5);
});
