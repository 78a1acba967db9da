import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dropBefore, insertInTime, type Timed } from './neighbours.ts';

test('readings end in the order of their times, and each finds the neighbours it has among those that came before it', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat({ max: 50 })), (times) => {
      const readings: Timed[] = [];
      for (const [i, time] of times.entries()) {
        const { before, after } = insertInTime(readings, { time });
        const known = times.slice(0, i);
        expect(before?.time).toBe(known.filter((other) => other < time).toSorted((a, b) => b - a)[0]);
        expect(after?.time).toBe(known.filter((other) => other > time).toSorted((a, b) => a - b)[0]);
      }
      expect(readings.map(({ time }) => time)).toEqual(times.toSorted((a, b) => a - b));
    }),
  );
});

test("what is dropped is nobody's neighbour from the instant on, and one reading before it stays", () => {
  const kept = (earliest: number): number[] => {
    const readings = [1, 3, 5, 7].map((time) => ({ time }));
    dropBefore(readings, earliest);
    return readings.map(({ time }) => time);
  };
  expect(kept(0)).toEqual([1, 3, 5, 7]);
  expect(kept(5)).toEqual([3, 5, 7]);
  expect(kept(6)).toEqual([5, 7]);
  expect(kept(99)).toEqual([7]);
});
