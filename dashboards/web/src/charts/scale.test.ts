import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scaleFromZero } from './scale.ts';

test.each([
  [0, [0, 1]],
  [1, [0, 1]],
  [3, [0, 1, 2, 3]],
  [488, [0, 200, 400, 600]],
  [600, [0, 200, 400, 600]],
  [601, [0, 200, 400, 600, 800]],
  [0.41, [0, 0.2, 0.4, 0.6]],
  [0.034, [0, 0.01, 0.02, 0.03, 0.04]],
])('up to %f the axis has %j', (highest, ticks) => {
  expect(scaleFromZero(highest, 4).ticks).toEqual(ticks);
});

test('the axis reaches the highest value, with few and equal steps', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-6, max: 1e12, noNaN: true }),
      fc.integer({ min: 2, max: 8 }),
      (highest, maxSteps) => {
        const { max, ticks } = scaleFromZero(highest, maxSteps);
        expect(max).toBeGreaterThanOrEqual(highest * (1 - 1e-9));
        expect(ticks.length).toBeLessThanOrEqual(maxSteps + 1);
        expect(ticks.at(-1)).toBe(max);
        if (highest >= 1) expect(ticks.every((tick) => Number.isInteger(tick))).toBe(true);
      },
    ),
  );
});
