import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { UNKNOWN_WORD } from './word.ts';
import { wordTable } from './word-table.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'A', 'B', 'C', '-', 'é') });

test('a word is found in any case, inside a text, and nothing else is', () => {
  fc.assert(
    fc.property(fc.uniqueArray(text.map((drawn) => drawn.toLowerCase())), text, text, (known, asked, around) => {
      const table = wordTable(known.map((word) => ({ ...UNKNOWN_WORD, text: word })));
      for (const word of [...known, asked]) {
        const found = table.find(
          around + word.toUpperCase().replaceAll('É', 'é') + around,
          around.length,
          around.length + word.length,
        );
        expect(found?.text).toBe(known.includes(word.toLowerCase()) ? word.toLowerCase() : undefined);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('an empty table finds nothing', () => {
  expect(wordTable([]).find('good', 0, 4)).toBeUndefined();
});
