import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countTaken, NONE_TAKEN, readingOf, withTaken, type LetterPlace } from './taken.ts';

const first = { at: 1, mapping: 'a' };
const second = { at: 2, mapping: 'b' };
const places = (partition: number, offsets: readonly number[]): LetterPlace[] =>
  offsets.map((offset) => ({ partition, offset }));

test('a letter is taken by the reading that took it, and every other one is open', () => {
  const letters = fc.uniqueArray(fc.record({ partition: fc.nat(2), offset: fc.nat(40), by: fc.nat(2) }), {
    selector: ({ partition, offset }) => `${partition}/${offset}`,
  });
  fc.assert(
    fc.property(letters, fc.integer({ min: 1, max: 5 }), (all, pageSize) => {
      const readings = [0, 1, 2].map((i) => ({ at: i, mapping: `m${i}` }));
      let taken = NONE_TAKEN;
      for (const [by, reading] of readings.entries()) {
        const own = all.filter((letter) => letter.by === by);
        for (let at = 0; at < own.length; at += pageSize)
          taken = withTaken(taken, own.slice(at, at + pageSize), reading);
      }
      const stored = JSON.parse(JSON.stringify(taken)) as typeof taken;
      for (let partition = 0; partition < 4; partition++) {
        for (let offset = 0; offset <= 41; offset++) {
          const by = all.find((letter) => letter.partition === partition && letter.offset === offset)?.by;
          expect(readingOf(stored, { partition, offset })).toEqual(by === undefined ? undefined : readings[by]);
        }
        const inside = all.filter(
          (letter) => letter.partition === partition && letter.offset >= 5 && letter.offset < 30,
        );
        expect(countTaken(stored, partition, 5, 30)).toBe(inside.length);
      }
    }),
  );
});

test('what one reading took in any order is one range when it is through', () => {
  let taken = NONE_TAKEN;
  for (const page of [
    [7, 3],
    [5, 9, 4],
    [6, 8],
  ])
    taken = withTaken(taken, places(1, page), first);
  expect(taken).toEqual({ readings: [first], ranges: [[], [[3, 10, 0]]] });
  expect(withTaken(taken, places(1, [10]), second).ranges[1]).toEqual([
    [3, 10, 0],
    [10, 11, 1],
  ]);
});
