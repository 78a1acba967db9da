import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dropBefore, insertInTime, neighboursOf, type Timed } from './neighbours.ts';

interface Reading extends Timed {
  readonly likes: number | undefined;
}

const says = ({ likes }: Reading): boolean => likes !== undefined;
const drawn = fc.uniqueArray(fc.record({ time: fc.nat({ max: 50 }), likes: fc.option(fc.nat(), { nil: undefined }) }), {
  selector: ({ time }) => time,
});

test('readings end in the order of their times, and each finds the nearest that say what is asked for among those before it', () => {
  fc.assert(
    fc.property(drawn, (all) => {
      const readings: Reading[] = [];
      for (const [i, reading] of all.entries()) {
        const { before, after } = neighboursOf(readings, insertInTime(readings, reading), says);
        const known = all.slice(0, i).filter(says);
        const { time } = reading;
        expect(before).toBe(known.filter((one) => one.time < time).toSorted((a, b) => b.time - a.time)[0]);
        expect(after).toBe(known.filter((one) => one.time > time).toSorted((a, b) => a.time - b.time)[0]);
      }
      expect(readings).toEqual(all.toSorted((a, b) => a.time - b.time));
    }),
  );
});

test("what is dropped is nobody's neighbour from the instant on, and one reading before it stays", () => {
  const cut = (earliest: number): number[][] => {
    const readings = [1, 3, 5, 7].map((time) => ({ time }));
    const dropped = dropBefore(readings, earliest);
    return [dropped, readings].map((list) => list.map(({ time }) => time));
  };
  expect(cut(0)).toEqual([[], [1, 3, 5, 7]]);
  expect(cut(5)).toEqual([[1], [3, 5, 7]]);
  expect(cut(6)).toEqual([
    [1, 3],
    [5, 7],
  ]);
  expect(cut(99)).toEqual([[1, 3, 5], [7]]);
});
