import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NONE_TAKEN, readingOf, withTaken, type TakenLetter } from './taken.ts';

test('a letter is taken by the reading that took it with its mapping, and every other one is open', () => {
  const letters = fc.uniqueArray(
    fc.record({ partition: fc.nat(2), offset: fc.nat(40), by: fc.nat(2), mapping: fc.constantFrom('a', 'b') }),
    { selector: ({ partition, offset }) => `${partition}/${offset}` },
  );
  fc.assert(
    fc.property(letters, (all) => {
      let taken = NONE_TAKEN;
      for (const at of [0, 1, 2])
        taken = withTaken(
          taken,
          all.filter(({ by }) => by === at),
          at,
        );
      const stored = JSON.parse(JSON.stringify(taken)) as typeof taken;
      for (let partition = 0; partition < 4; partition++) {
        for (let offset = 0; offset <= 41; offset++) {
          const found = all.find((letter) => letter.partition === partition && letter.offset === offset);
          const reading = found === undefined ? undefined : { at: found.by, mapping: found.mapping };
          expect(readingOf(stored, { partition, offset })).toEqual(reading);
        }
      }
    }),
  );
});

test('what one reading took with one mapping, in any order, is one range', () => {
  const letters = (mapping: string, offsets: readonly number[]): TakenLetter[] =>
    offsets.map((offset) => ({ partition: 1, offset, mapping }));
  const taken = withTaken(
    NONE_TAKEN,
    [...letters('a', [7, 3, 5]), ...letters('b', [9]), ...letters('a', [4, 6, 8])],
    1,
  );
  expect(taken.readings).toEqual([
    { at: 1, mapping: 'a' },
    { at: 1, mapping: 'b' },
  ]);
  expect(withTaken(taken, letters('a', [10]), 2).ranges).toEqual([
    [],
    [
      [3, 9, 0],
      [9, 10, 1],
      [10, 11, 2],
    ],
  ]);
});
