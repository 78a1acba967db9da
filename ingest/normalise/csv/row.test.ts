import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitRow } from './row.ts';

const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

test.each([',', '\t'] as const)('cells written with %j come back, quoted or not', (separator) => {
  const cell = fc.oneof(fc.stringMatching(/^[a",\t\n\r é]{0,6}$/), fc.string());
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, fc.boolean()), { minLength: 1 }), (cells) => {
      const mustQuote = (text: string): boolean => text.includes(separator) || text.startsWith('"');
      const row = cells.map(([text, quoted]) => (quoted || mustQuote(text) ? quote(text) : text)).join(separator);
      expect(splitRow(row, separator)).toEqual(cells.map(([text]) => text));
    }),
    { numRuns: 1_000 },
  );
});

test('empty cells count', () => {
  expect(splitRow('', ',')).toEqual(['']);
  expect(splitRow(',,""', ',')).toEqual(['', '', '']);
  expect(splitRow('"a",', ',')).toEqual(['a', '']);
});

test('a quote inside an unquoted cell is a character', () => {
  expect(splitRow('5" pipe,a "b" c', ',')).toEqual(['5" pipe', 'a "b" c']);
});

test.each(['"a', 'a,"b', '"a"b,c', '"a" ,c', '"', 'x,"a""'])('%s is broken', (row) => {
  expect(splitRow(row, ',')).toBeUndefined();
});
