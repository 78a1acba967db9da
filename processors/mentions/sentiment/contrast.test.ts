import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { weighContrast } from './contrast.ts';
import { UNKNOWN_WORD, type Word } from './word.ts';

const BUT: Word = { ...UNKNOWN_WORD, text: 'but' };

/** The reference's loop, word by word. */
function weighedAsReference(but: number, valences: readonly number[]): number[] {
  const result = [...valences];
  for (let at = 0; at < result.length; at++) {
    const valence = result[at] ?? 0;
    const first = result.indexOf(valence);
    if (first < but) result[first] = valence * 0.5;
    else if (first > but) result[first] = valence * 1.5;
  }
  return result;
}

function weighed(but: number, valences: readonly number[]): number[] {
  const words = valences.map((_, at) => (at === but ? BUT : UNKNOWN_WORD));
  const result = Float64Array.from([...valences, 2]);
  weighContrast([...words, BUT], result, valences.length);
  expect(result.at(-1)).toBe(2);
  return Array.from(result.subarray(0, -1));
}

test('what stands before "but" is halved, what follows counts half as much again', () => {
  expect(weighed(1, [2, 0, -3])).toEqual([1, 0, -4.5]);
});

test('the first of two equal valences is changed in place of the second', () => {
  // At the third place stands 1, the first 1 is the halved 2: it is halved again, and the third place stays.
  expect(weighed(3, [2, 3, 1, 0])).toEqual([0.5, 1.5, 1, 0]);
});

test('any valences, with equal ones, halves and doubles among them, are weighed as by the loop of the reference', () => {
  const valence = fc.constantFrom(0, -0, 0.5, 1, 1.5, 2, 2.25, 3, 4, -1, -1.5, -2, -3);
  const input = fc
    .array(valence, { minLength: 1, maxLength: 40 })
    .chain((valences) => fc.tuple(fc.nat(valences.length - 1), fc.constant(valences)));
  fc.assert(
    fc.property(input, ([but, drawn]) => {
      const valences = drawn.map((value, at) => (at === but ? 0 : value));
      expect(weighed(but, valences).map((value) => value + 0)).toEqual(
        weighedAsReference(but, valences).map((value) => value + 0),
      );
    }),
    { numRuns: 2_000 },
  );
});

test('without "but" nothing changes', () => {
  expect(weighed(-1, [2, 0, -3])).toEqual([2, 0, -3]);
});
