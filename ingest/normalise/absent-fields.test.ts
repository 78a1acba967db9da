import { expect, test } from 'vitest';
import { absentFields } from './absent-fields.ts';
import { parseMapping } from './mapping.ts';

const mappingOf = (fields: Readonly<Record<string, string>>) =>
  parseMapping({ format: 'ndjson', platform: 'x', fields: { id: 'id', text: 'text', time: 'ts', ...fields } });
const lines = (...values: readonly unknown[]): Uint8Array[] =>
  values.map((value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)));
const line = { id: 1, text: 'a', ts: 5 };

test('a field that one line has is there, also when it is null or empty, or the line lacks others', () => {
  const found = lines({ id: 1 }, { text: '' }, { ts: null }, { who: { name: 'a' } });
  expect(absentFields(mappingOf({ author: 'who.name' }), found)).toEqual([]);
});

test('one that no line has is named, with the path that was probably meant', () => {
  const found = lines(line, 'broken', { ...line, user_name: 'a', stats: { folowers: 1 }, 'a.b': 1 });
  expect(
    absentFields(mappingOf({ author: 'user', reach: 'stats.followers', url: String.raw`a\.c`, lang: 'l' }), found),
  ).toEqual([
    { field: 'author', path: 'user', meant: 'user_name' },
    { field: 'url', path: String.raw`a\.c`, meant: String.raw`a\.b` },
    { field: 'lang', path: 'l', meant: undefined },
    { field: 'reach', path: 'stats.followers', meant: 'stats.folowers' },
  ]);
});

test('a field that every line needs is named too', () => {
  expect(absentFields(mappingOf({ time: 'tz' }), lines(line))).toEqual([{ field: 'time', path: 'tz', meant: 'ts' }]);
});

test('of lines that nobody can read nothing is said, nor of CSV', () => {
  expect(absentFields(mappingOf({ author: 'user' }), lines('', '[1]', '{"a"'))).toEqual([]);
  const csv = { ...mappingOf({ author: 'user' }), format: 'csv' as const, columns: ['id', 'text', 'ts', 'user'] };
  expect(absentFields(csv, lines('1,2,3,'))).toEqual([]);
});
