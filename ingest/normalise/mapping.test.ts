import { expect, test } from 'vitest';
import type { TidelineError } from '../../runtime/errors.ts';
import { decode, encode } from '../../schemas/bytes.ts';
import { DEFAULT_LIMITS } from '../../schemas/mapping.ts';
import { readMapping } from './mapping-file.ts';
import { mappingId, mappingRecord } from './mapping-record.ts';
import { parseMapping } from './mapping.ts';

const SMALLEST = { format: 'ndjson', platform: 'x', fields: { id: 'id', text: 'text', time: 'ts' } };

function problemsOf(value: unknown): string[] {
  try {
    parseMapping(value);
  } catch (error) {
    expect(error).toMatchObject({ code: 'MAPPING_INVALID', name: 'TidelineError' });
    return (error as TidelineError).message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
  return [];
}

test('a mapping needs a format, a platform and three fields; the rest has defaults', () => {
  expect(parseMapping(SMALLEST)).toEqual({
    ...SMALLEST,
    kind: 'mention',
    fields: { ...SMALLEST.fields, author: undefined, url: undefined, lang: undefined, reach: undefined },
    time: 'auto',
    zone: undefined,
    limits: DEFAULT_LIMITS,
  });
});

test('every problem is told at once, with its path, what is allowed and what was meant', () => {
  const problems = problemsOf({
    format: 'ndjsn',
    platfrom: 'x',
    kind: 'tweet',
    fields: { id: 'id', txt: 'text', time: 7 },
    time: 'epoch',
    zone: 'Europe/Berln',
    limits: { depth: 0, lineBytes: 1.5 },
    values: { lang: 'en' },
  });
  expect(problems).toEqual([
    'unknown key `platfrom`; did you mean `platform`?',
    'format: must be ndjson, csv, tsv; it is "ndjsn"; did you mean `ndjson`?',
    'kind: must be mention, post, counters, profile; it is "tweet"',
    'time: must be auto, epoch-s, epoch-ms; it is "epoch"; did you mean `epoch-s`?',
    'platform: must name the network in lower case, e.g. x, bluesky, mastodon; it is missing',
    'zone: must be an IANA time zone, e.g. America/Los_Angeles; it is "Europe/Berln"',
    'fields: unknown key `txt`; did you mean `text`?',
    'fields.text: is missing: name the column or path that holds the text',
    expect.stringMatching(/^fields\.time: must name a column or path .* it is 7$/),
    'limits.lineBytes: must be a whole number from 1 to 67108864; it is 1.5',
    'limits.depth: must be a whole number from 1 to 1000; it is 0',
    'values.lang: must be a list of texts (quote them); it is "en"',
  ]);
});

test('what is no map is refused with the keys that a mapping has', () => {
  for (const value of [undefined, null, 'ndjson', [SMALLEST]]) {
    expect(problemsOf(value)).toEqual([expect.stringContaining('must be a map with format, platform')]);
  }
});

test('each kind has fields of its own: what it needs, what would tell nothing without it, and what it cannot have', () => {
  const mapping = (kind: string, fields: object) => ({ format: 'ndjson', platform: 'x', kind, fields });
  const post = { id: 'id', account: 'by', time: 'ts' };
  expect(parseMapping(mapping('post', post)).fields).toMatchObject(post);
  expect(parseMapping(mapping('counters', { ...post, post: 'of', likes: 'n' })).kind).toBe('counters');
  expect(parseMapping(mapping('profile', { ...post, followers: 'n' })).kind).toBe('profile');
  expect(problemsOf(mapping('post', { id: 'id', author: 'by' }))).toEqual([
    'fields: unknown key `author`; known are id, account, time, text, url, lang',
    'fields.account: is missing: name the column or path that holds the account',
    'fields.time: is missing: name the column or path that holds the time',
  ]);
  expect(problemsOf(mapping('counters', { ...post, post: 'of', like: 'n' }))).toEqual([
    'fields: unknown key `like`; did you mean `likes`?',
    'fields: kind: counters needs at least one of likes, comments, shares, views, reach',
  ]);
  expect(problemsOf(mapping('profile', post))).toEqual([
    'fields: kind: profile needs at least one of followers, following, posts',
  ]);
});

test('a mapping file is YAML; what is not is refused with the line', () => {
  const text = 'format: csv\nplatform: x\nfields: { id: id, text: body.text, time: at }\nzone: Asia/Kathmandu\n';
  expect(readMapping(text)).toMatchObject({ format: 'csv', fields: { text: 'body.text' }, zone: 'Asia/Kathmandu' });
  expect(() => readMapping('format: csv\nplatform: [x')).toThrow(/the mapping is not YAML:[^]*line 2/);
  expect(() => readMapping('format: csv\nformat: tsv')).toThrow(/unique/);
});

test('a mapping comes back from its bytes', () => {
  const mapping = { ...parseMapping({ ...SMALLEST, values: { lang: ['en', 'de'] } }), columns: ['id', 'text', 'ts'] };
  expect(decode(mappingRecord, encode(mappingRecord, mapping))).toStrictEqual(mapping);
  const bare = parseMapping(SMALLEST);
  expect(decode(mappingRecord, encode(mappingRecord, bare))).toStrictEqual(bare);
});

test('equal mappings have one id however they are written; any difference gives another', () => {
  const id = mappingId(parseMapping(SMALLEST));
  expect(id).toMatch(/^[0-9a-f]{12}$/);
  const reordered = {
    fields: { time: 'ts', id: 'id', text: 'text' },
    kind: 'mention',
    platform: 'x',
    format: 'ndjson',
  };
  expect(mappingId(parseMapping(reordered))).toBe(id);
  const others = [
    { ...SMALLEST, zone: 'UTC' },
    { ...SMALLEST, limits: { depth: 65 } },
    { ...SMALLEST, values: { lang: ['en'] } },
    { ...SMALLEST, fields: { ...SMALLEST.fields, lang: 'lang' } },
  ];
  const ids = new Set([id, ...others.map((other) => mappingId(parseMapping(other)))]);
  ids.add(mappingId({ ...parseMapping(SMALLEST), columns: ['id'] }));
  expect(ids.size).toBe(6);
});
