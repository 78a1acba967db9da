import { describe, expect, test } from 'vitest';
import type { RejectReason } from '../../runtime/outcome.ts';
import type { Item } from '../../schemas/events/item.ts';
import { DAY_MS } from '../../schemas/instants.ts';
import type { Mapping } from '../../schemas/mapping.ts';
import { decodeItem } from './decode.ts';
import { parseMapping } from './mapping.ts';
import { peekReader } from './peek.ts';

const NOW = Date.UTC(2026, 0, 2);
const FIELDS = {
  id: 'id',
  text: 'text',
  time: 'ts',
  author: 'user.name',
  url: 'url',
  lang: 'lang',
  reach: 'user.followers',
};
const json = parseMapping({ format: 'ndjson', platform: 'x', fields: FIELDS });
const listed = parseMapping({ format: 'ndjson', platform: 'x', fields: FIELDS, values: { lang: ['en', 'de'] } });
const csv: Mapping = {
  ...parseMapping({ format: 'csv', platform: 'x', fields: { id: 'id', text: 'text', time: 'ts', reach: 'n' } }),
  columns: ['ts', 'id', 'n', 'text'],
};
const TIME = '2015-02-24T11:15:59Z';

function item(raw: string | Uint8Array, size?: number): Item {
  const bytes = typeof raw === 'string' ? Buffer.from(raw) : raw;
  return { source: 's', mapping: 'm', origin: 'file:0', size: size ?? bytes.length, raw: bytes };
}

const line = (fields: object): string => JSON.stringify({ id: '1', text: 'hello', ts: TIME, ...fields });
/** The line with one value written as the given source text. */
const written = (field: string, source: string): string => line({ [field]: '@' }).replace('"@"', source);

test('a sound line becomes its fields, by dotted paths, the optional ones empty when absent', () => {
  const full = line({
    user: { name: 'ann', followers: 12 },
    url: 'https://x.example/1',
    lang: 'en',
    extra: [{ id: 2 }],
  });
  const time = Date.parse(TIME);
  expect(decodeItem(item(full), json, NOW)).toEqual({
    kind: 'ok',
    value: { id: '1', text: 'hello', time, author: 'ann', url: 'https://x.example/1', lang: 'en', reach: 12 },
  });
  const bare = { kind: 'ok', value: { id: '1', text: 'hello', time, author: '', url: '', lang: '', reach: 0 } };
  expect(decodeItem(item(line({})), json, NOW)).toEqual(bare);
  expect(decodeItem(item(line({ lang: null, user: { name: null, followers: null } })), json, NOW)).toEqual(bare);
});

test('a byte order mark is stripped', () => {
  expect(decodeItem(item(`\ufeff${line({})}`), json, NOW)).toMatchObject({ kind: 'ok', value: { id: '1' } });
  expect(decodeItem(item(`\ufeff${written('id', '9007199254740993')}`), json, NOW)).toMatchObject({
    value: { id: '9007199254740993' },
  });
});

test.each(['570301130888122368', '9007199254740993', '12', '-5', '18446744073709551617'])(
  'the numeric id and author %s are kept as written',
  (digits) => {
    expect(decodeItem(item(written('id', digits)), json, NOW)).toMatchObject({ kind: 'ok', value: { id: digits } });
    const author = line({ user: { name: '@' } }).replace('"@"', digits);
    expect(decodeItem(item(author), json, NOW)).toMatchObject({ kind: 'ok', value: { author: digits } });
  },
);

test('emoji in pairs of escapes and any other valid text are kept', () => {
  const text = String.raw`{"id":"1","ts":"${TIME}","text":"\ud83d\ude00 caf\u00e9 \\ud83d"}`;
  expect(decodeItem(item(text), json, NOW)).toMatchObject({ kind: 'ok', value: { text: String.raw`😀 café \ud83d` } });
});

test('a row becomes its fields by the columns of the header', () => {
  const row = `${TIME},00012,120.0,"a ""quoted"", text\nover two lines"`;
  expect(decodeItem(item(row), csv, NOW)).toMatchObject({
    kind: 'ok',
    value: { id: '00012', text: 'a "quoted", text\nover two lines', reach: 120, author: '' },
  });
});

test('a CSV mapping without columns is our own mistake, not the data', () => {
  const { columns: _, ...without } = csv;
  expect(() => decodeItem(item('a,b'), without, NOW)).toThrow(/without the columns/);
});

/** One line each for how data goes wrong. Every reason of the closed list must be reached. */
const POISON: readonly [RejectReason, string, Item, Mapping][] = [
  ['too-large', 'more bytes than the limit', item('{"id":"1', 1_048_577), json],
  ['too-large', 'only its beginning was kept', item('{"id":"1', 200_000), json],
  ['too-large', 'a text over its limit', item(line({ text: 'é'.repeat(131_073) })), json],
  ['too-large', 'an endless id', item(line({ id: '1'.repeat(513) })), json],
  ['not-utf8', 'Latin-1', item(Buffer.from(line({ text: 'café' }), 'latin1')), json],
  ['not-utf8', 'a surrogate in UTF-8', item(Buffer.from([0x7b, 0xed, 0xa0, 0x80, 0x7d])), json],
  ['not-utf8', 'a row of Latin-1', item(Buffer.from(`${TIME},1,2,café`, 'latin1')), csv],
  ['nul', 'a NUL byte', item(line({ text: 'a\u0001b' }).replace(String.raw`\u0001`, '\0')), json],
  ['nul', 'an escaped NUL', item(line({ text: 'a\0b' })), json],
  ['nul', 'an escaped NUL in a field nobody maps', item(line({ x: { y: '\0' } })), json],
  ['nul', 'a NUL byte in a row', item(`${TIME},1,2,a\0b`), csv],
  ['not-json', 'a cut line', item(line({}).slice(0, -5)), json],
  ['not-json', 'no JSON', item('id=1'), json],
  ['not-json', 'nothing', item(''), json],
  ['not-json', 'a list', item('[1]'), json],
  ['not-json', 'null', item('null'), json],
  ['not-json', 'two objects', item('{}{}'), json],
  ['not-json', 'a raw line end in a text', item('{"id":"a\nb"}'), json],
  ['not-csv', 'too few cells', item(`${TIME},1,2`), csv],
  ['not-csv', 'too many cells', item(`${TIME},1,2,a,b`), csv],
  ['not-csv', 'an open quote', item(`${TIME},1,2,"a`), csv],
  ['too-deep', 'deep nesting', item(line({ x: '@' }).replace('"@"', '['.repeat(64) + ']'.repeat(64))), json],
  ['too-deep', '10,000 levels, not even closed', item(`{"x":${'['.repeat(10_000)}`), json],
  ['duplicate-key', 'a key twice', item(`{"id":"2",${line({}).slice(1)}`), json],
  ['duplicate-key', 'a key twice far inside', item(line({ x: '@' }).replace('"@"', '[{"a":1,"a":1}]')), json],
  ['lone-surrogate', 'half an emoji', item(line({ text: '\ud83d' })), json],
  ['missing-field', 'no id', item(line({ id: undefined })), json],
  ['missing-field', 'an empty text', item(line({ text: '' })), json],
  ['missing-field', 'a blank text', item(line({ text: ' \n' })), json],
  ['missing-field', 'a null time', item(line({ ts: null })), json],
  ['missing-field', 'an empty cell', item(`${TIME},,2,a`), csv],
  ['wrong-type', 'a text that is a number', item(line({ text: 5 })), json],
  ['wrong-type', 'an id that is a list', item(line({ id: [1] })), json],
  ['wrong-type', 'an id that is true', item(line({ id: true })), json],
  ['wrong-type', 'a time that is a map', item(line({ ts: {} })), json],
  ['wrong-type', 'an author that is a map', item(line({ user: { name: {} } })), json],
  ['wrong-type', 'a language that is a number', item(line({ lang: 1 })), json],
  ['wrong-type', 'a reach in words', item(line({ user: { followers: 'many' } })), json],
  ['wrong-type', 'half a person reached', item(line({ user: { followers: 1.5 } })), json],
  ['number-out-of-range', 'NaN', item(written('x', 'NaN')), json],
  ['number-out-of-range', 'a negative reach', item(line({ user: { followers: -1 } })), json],
  ['number-out-of-range', 'a reach beyond 2^32', item(line({ user: { followers: 2 ** 32 } })), json],
  ['number-out-of-range', 'an infinite reach', item(line({ user: { followers: '@' } }).replace('"@"', '1e999')), json],
  ['number-out-of-range', 'nan in a cell', item(`${TIME},1,nan,a`), csv],
  ['number-out-of-range', '-inf in a cell', item(`${TIME},1,-inf,a`), csv],
  ['unknown-value', 'a language that is not listed', item(line({ lang: 'xx' })), listed],
  ['bad-time', 'February 30', item(line({ ts: '2015-02-30T00:00:00Z' })), json],
  ['time-without-zone', 'a local time', item(line({ ts: '2015-02-24 11:15:59' })), json],
  ['time-out-of-range', '1970', item(line({ ts: '1970-01-01T00:00:00Z' })), json],
  ['time-out-of-range', '2262', item(line({ ts: '2262-04-11T23:47:16Z' })), json],
  ['future', 'the day after tomorrow', item(line({ ts: new Date(NOW + DAY_MS + 1).toISOString() })), json],
];

describe('poison', () => {
  test.each(POISON)('%s: %s', (reason, _name, poison, mapping) => {
    const outcome = decodeItem(poison, mapping, NOW);
    expect(outcome).toMatchObject({ kind: 'reject', reason, detail: expect.stringMatching(/^[^\n]{5,200}$/) });
    expect(outcome.kind === 'reject' && outcome.detail.isWellFormed()).toBe(true);
    // Whoever routes it looks at it too, and must not fall over.
    expect(peekReader(mapping)(poison.raw, NOW).id).toEqual(expect.any(String));
  });

  test('every reason is reached', () => {
    const all: Record<RejectReason, true> = {
      'too-large': true,
      'not-utf8': true,
      nul: true,
      'not-json': true,
      'not-csv': true,
      'too-deep': true,
      'duplicate-key': true,
      'lone-surrogate': true,
      'missing-field': true,
      'wrong-type': true,
      'number-out-of-range': true,
      'unknown-value': true,
      'bad-time': true,
      'time-without-zone': true,
      'time-out-of-range': true,
      future: true,
    };
    expect(new Set(POISON.map(([reason]) => reason))).toEqual(new Set(Object.keys(all)));
  });
});

test('one less than the limits is accepted', () => {
  expect(decodeItem(item(line({ ts: new Date(NOW + DAY_MS).toISOString() })), json, NOW)).toMatchObject({ kind: 'ok' });
  expect(decodeItem(item(line({ text: 'é'.repeat(131_072) })), json, NOW)).toMatchObject({ kind: 'ok' });
  expect(decodeItem(item(line({ user: { followers: 2 ** 32 - 1 } })), json, NOW)).toMatchObject({ kind: 'ok' });
  const deep = line({ x: '@' }).replace('"@"', '['.repeat(63) + ']'.repeat(63));
  expect(decodeItem(item(deep), json, NOW)).toMatchObject({ kind: 'ok' });
  expect(decodeItem(item(line({ lang: 'de' })), listed, NOW)).toMatchObject({ kind: 'ok' });
  expect(decodeItem(item(line({})), listed, NOW)).toMatchObject({ kind: 'ok', value: { lang: '' } });
});

test('a line that was too large is sound under larger limits', () => {
  const small = parseMapping({ format: 'ndjson', platform: 'x', fields: FIELDS, limits: { lineBytes: 60 } });
  const poison = item(line({ text: 'a'.repeat(60) }));
  expect(decodeItem(poison, small, NOW)).toMatchObject({ kind: 'reject', reason: 'too-large' });
  expect(decodeItem(poison, json, NOW)).toMatchObject({ kind: 'ok' });
});

test('names that every object inherits are not fields', () => {
  const odd = parseMapping({ format: 'ndjson', platform: 'x', fields: { ...FIELDS, author: 'constructor.name' } });
  expect(decodeItem(item(line({})), odd, NOW)).toMatchObject({ kind: 'ok', value: { author: '' } });
});
