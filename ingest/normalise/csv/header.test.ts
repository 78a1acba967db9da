import { expect, test } from 'vitest';
import { parseMapping } from '../mapping.ts';
import { withColumns } from './header.ts';

const mapping = (format: string) =>
  parseMapping({ format, platform: 'x', fields: { id: 'Id', text: 'the text', time: 'At' } });

test("the file's columns enter the mapping in their order, without byte order mark and quotes", () => {
  const header = Buffer.from('\ufeffId,"the text",At,other');
  expect(withColumns(mapping('csv'), header)).toEqual({
    ...mapping('csv'),
    columns: ['Id', 'the text', 'At', 'other'],
  });
  expect(withColumns(mapping('tsv'), Buffer.from('At\tthe text\tId')).columns).toEqual(['At', 'the text', 'Id']);
});

test('a mapped column that is not there, or there twice, is named with what was meant', () => {
  expect(() => withColumns(mapping('csv'), Buffer.from('id,texts,At,At'))).toThrow(
    expect.objectContaining({
      code: 'MAPPING_INVALID',
      message: [
        'the mapping does not fit the file (3 problems):',
        '  fields.id: the file has no column `Id`; did you mean `id`?',
        '  fields.text: the file has no column `the text`; it has id, texts, At, At',
        '  fields.time: the file has 2 columns named `At`; rename all but one',
      ].join('\n'),
    }),
  );
});

test.each([
  ['csv', 'Id;the text;At', '`;`, which is not read yet'],
  ['csv', 'Id\tthe text\tAt', 'tabs: say format: tsv'],
  ['tsv', 'Id,the text,At', 'commas: say format: csv'],
])('as %s, the header %j is recognised as separated by something else', (format, header, hint) => {
  expect(() => withColumns(mapping(format), Buffer.from(header))).toThrow(`its cells seem to be separated by ${hint}`);
});

test('cells of another separator are not taken for misspelt columns', () => {
  const csv = Buffer.from('Id;the text;At');
  expect(() => withColumns(mapping('csv'), csv)).toThrow(/^(?![^]*did you mean)/);
});

test('a file of JSON objects is called by its name, and not quoted as a column', () => {
  const json = Buffer.from('{"Id": 1, "the text": "a, b", "At": "x"}');
  expect(() => withColumns(mapping('csv'), json)).toThrow(/this looks like NDJSON; say format: ndjson$/);
  expect(() => withColumns(mapping('tsv'), json)).toThrow(/this looks like NDJSON/);
});

test('a header with an open quote is refused', () => {
  expect(() => withColumns(mapping('csv'), Buffer.from('Id,"the text,At'))).toThrow(/quote that does not close/);
});
