import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecordSplitter } from './lines.ts';
import type { RawRecord, SplitterOptions } from './lines.ts';

type Plain = Omit<RawRecord, 'raw'> & { raw: string };

function split(bytes: Buffer, options: Partial<SplitterOptions> = {}, cuts: readonly number[] = []): Plain[] {
  const splitter = new RecordSplitter({ format: 'ndjson', from: 0, wholeBytes: 1_000, keptBytes: 100, ...options });
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1))), bytes.length].toSorted((a, b) => a - b);
  const records = ends.flatMap((end, index) => splitter.push(bytes.subarray(ends[index - 1] ?? 0, end)));
  return [...records, ...splitter.end()].map((record) => ({ ...record, raw: record.raw.toString('latin1') }));
}

const rawOf = (text: string, options: Partial<SplitterOptions> = {}): string[] =>
  split(Buffer.from(text, 'latin1'), options).map(({ raw }) => raw);

test('lines end with LF or CR LF; the last needs neither, and blank ones are none', () => {
  expect(rawOf('a\nb\r\n\r\n  \t\n\nc\rd\n e ')).toEqual(['a', 'b', 'c\rd', ' e ']);
  expect(rawOf('')).toEqual([]);
  expect(rawOf('\n\n')).toEqual([]);
  expect(rawOf('a\r')).toEqual(['a']);
});

test('a byte order mark is stripped at the beginning of the file only', () => {
  const mark = '\xef\xbb\xbf';
  expect(split(Buffer.from(`${mark}a\n${mark}b`, 'latin1'))).toEqual([
    { offset: 3, next: 5, size: 1, raw: 'a' },
    { offset: 5, next: 9, size: 4, raw: `${mark}b` },
  ]);
  expect(rawOf(`${mark}a`, { from: 10 })).toEqual([`${mark}a`]);
  expect(rawOf(mark)).toEqual([]);
});

test('a record beyond memory keeps its beginning, its size and the place of the next', () => {
  const records = split(Buffer.from(`${'x'.repeat(1_001)}\r\n${'y'.repeat(1_000)}\r\nz`));
  expect(records).toEqual([
    { offset: 0, next: 1_003, size: 1_001, raw: 'x'.repeat(100) },
    { offset: 1_003, next: 2_005, size: 1_000, raw: 'y'.repeat(1_000) },
    { offset: 2_005, next: 2_006, size: 1, raw: 'z' },
  ]);
});

test('rows may hold line ends inside quotes', () => {
  const csv = { format: 'csv' } as const;
  expect(rawOf('a,"b\nc"\r\n"d""\n",e\nf', csv)).toEqual(['a,"b\nc"', '"d""\n",e', 'f']);
  expect(rawOf('a\t"b\nc"\nd,"e\nf"', { format: 'tsv' })).toEqual(['a\t"b\nc"', 'd,"e', 'f"']);
  expect(rawOf('a,"b\nc"\n"d\ne",f', csv)).toEqual(['a,"b\nc"', '"d\ne",f']);
  expect(rawOf('a,"b\nc"\r\n"d\ne"\r', csv)).toEqual(['a,"b\nc"', '"d\ne"']);
  expect(rawOf('5" pipe,a\n6" pipe,b', csv)).toEqual(['5" pipe,a', '6" pipe,b']);
});

test('a broken quote or a NUL costs one row, not the rest of the file', () => {
  const csv = { format: 'csv' } as const;
  expect(rawOf('a,"b\nc,d\ne,f\n', csv)).toEqual(['a,"b', 'c,d', 'e,f']);
  expect(rawOf('a,"b\nc,"d"\ne,f\n', csv)).toEqual(['a,"b', 'c,"d"', 'e,f']);
  expect(rawOf('"a"x,b\nc,d', csv)).toEqual(['"a"x,b', 'c,d']);
  expect(rawOf('a\0,b\nc,d', csv)).toEqual(['a\0,b', 'c,d']);
  // Not closed within the memory of one record.
  expect(rawOf(`a,"b\n${'c,d\n'.repeat(500)}"`, csv)).toEqual(['a,"b', ...Array<string>(500).fill('c,d'), '"']);
});

const pieces = fc.constantFrom(
  'a',
  'bc',
  '\n',
  '\r\n',
  '\r',
  '"',
  '""',
  ',',
  ' ',
  '\xef\xbb\xbf',
  'x'.repeat(30),
  '"\n',
  ',"',
);
const files = fc.array(pieces, { maxLength: 40 }).map((parts) => Buffer.from(parts.join(''), 'latin1'));
const formats = fc.constantFrom('ndjson', 'csv', 'tsv');

test('the records do not depend on how the file is cut into chunks', () => {
  fc.assert(
    fc.property(
      files,
      formats,
      fc.array(fc.nat(), { maxLength: 60 }),
      fc.integer({ min: 5, max: 60 }),
      (bytes, format, cuts, wholeBytes) => {
        const options = { format, wholeBytes, keptBytes: 4 } as const;
        expect(split(bytes, options, cuts)).toEqual(split(bytes, options));
      },
    ),
    { numRuns: 3_000 },
  );
});

test('reading on at any record gives the records after it', () => {
  fc.assert(
    fc.property(files, formats, (bytes, format) => {
      const all = split(bytes, { format, wholeBytes: 20, keptBytes: 4 });
      all.forEach(({ next }, index) => {
        const rest = split(bytes.subarray(next), { format, wholeBytes: 20, keptBytes: 4, from: next });
        expect(rest).toEqual(all.slice(index + 1));
      });
    }),
    { numRuns: 1_000 },
  );
});

test('lines equal a naive split, offsets and sizes included', () => {
  fc.assert(
    fc.property(files, (bytes) => {
      const text = bytes.toString('latin1').replace(/^\xef\xbb\xbf/, '\0\0\0');
      const expected = text
        .split('\n')
        .map((line) => line.replace(/\r$/, '').replace(/^\0\0\0/, ''))
        .filter((line) => /[^ \t]/.test(line));
      const records = split(bytes, { wholeBytes: 1_000_000 });
      expect(records.map(({ raw }) => raw)).toEqual(expected);
      for (const { offset, size, raw } of records) {
        expect(bytes.toString('latin1', offset, offset + size)).toBe(raw);
      }
    }),
  );
});
