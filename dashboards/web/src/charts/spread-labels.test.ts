import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spreadLabels } from './spread-labels.ts';

test('labels that have room stay where they want to be', () => {
  expect(spreadLabels([50, 10, 90], 14, 0, 100)).toEqual([50, 10, 90]);
});

test('labels that touch move apart, in their order', () => {
  expect(spreadLabels([50, 48], 14, 0, 100)).toEqual([62, 48]);
  expect(spreadLabels([99, 98], 14, 0, 100)).toEqual([100, 86]);
});

test('as long as there is room for all, no two touch and none leaves the plot', () => {
  const wishes = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { maxLength: 7 });
  fc.assert(
    fc.property(wishes, (wished) => {
      const sorted = spreadLabels(wished, 14, 0, 100).toSorted((a, b) => a - b);
      for (const [index, place] of sorted.entries()) {
        expect(place).toBeGreaterThanOrEqual(-1e-9);
        expect(place).toBeLessThanOrEqual(100);
        expect(place - (sorted[index - 1] ?? -Infinity)).toBeGreaterThanOrEqual(14 - 1e-9);
      }
    }),
  );
});
