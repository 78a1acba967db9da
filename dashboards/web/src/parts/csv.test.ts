import { expect, test } from 'vitest';
import { csvOf } from './csv.ts';

const lines = (...cells: (string | number | null)[]): string =>
  csvOf({ caption: '', columns: [{ name: 'a' }], rows: [{ key: '', cells }] });

test('numbers stay numbers, nothing is empty, and what has a separator is quoted', () => {
  expect(lines(-1.5, null, 'plain', 'a,b', 'say "hi"', 'two\nlines')).toBe(
    'a\r\n-1.5,,plain,"a,b","say ""hi""","two\nlines"\r\n',
  );
});

test.each(['=1+1', '+1', '-1', '@sum', '\tx'])('%j is not run by a spreadsheet', (text) => {
  expect(lines(text)).toBe(`a\r\n'${text}\r\n`);
});
