import { describe, expect, test } from 'vitest';
import type { Item } from '../../schemas/events/item.ts';
import type { Mapping } from '../../schemas/mapping.ts';
import { decodeAccountItem } from './decode.ts';
import { parseMapping } from './mapping.ts';

const NOW = Date.UTC(2026, 0, 2);
const TIME = '2015-02-24T11:15:59Z';
const time = Date.parse(TIME);

const mappingOf = (kind: string, fields: object): Mapping =>
  parseMapping({ format: 'ndjson', platform: 'x', kind, fields: { id: 'id', account: 'by', time: 'ts', ...fields } });
const post = mappingOf('post', { text: 'text', url: 'url', lang: 'lang' });
const counters = mappingOf('counters', { post: 'of', posted: 'born', likes: 'n.likes', reach: 'n.reach' });
const profile = mappingOf('profile', { followers: 'followers', posts: 'posts' });

function decoded(mapping: Mapping, fields: object | string) {
  const line = typeof fields === 'string' ? fields : JSON.stringify({ id: '1', by: 'ann', ts: TIME, ...fields });
  const raw = Buffer.from(line);
  const item: Item = { source: 's', mapping: 'm', origin: 'file:0', size: raw.length, raw };
  return decodeAccountItem(item, mapping, NOW);
}

const of = { platform: 'x', account: 'ann', time, received: NOW };

test('a post becomes its fields; one without text is a post', () => {
  const value = { kind: 'post', ...of, id: '1', url: 'https://x.example/1', lang: 'en', text: 'Hello' };
  const { url, lang, text } = value;
  expect(decoded(post, { url, lang, text })).toEqual({ kind: 'ok', value });
  expect(decoded(post, { text: null })).toMatchObject({ kind: 'ok', value: { text: '', url: '', lang: '' } });
});

test('a snapshot becomes its counters; what the platform does not say is absent, not 0, and ids keep their digits', () => {
  const written = `{"id":7,"by":12345678901234567890,"ts":"${TIME}","of":98765432109876543210,"n":{"likes":"12"}}`;
  expect(decoded(counters, written)).toEqual({
    kind: 'ok',
    value: {
      kind: 'counters',
      ...of,
      account: '12345678901234567890',
      post: '98765432109876543210',
      posted: 0,
      counters: { likes: 12, comments: undefined, shares: undefined, views: undefined, reach: undefined },
    },
  });
  expect(decoded(counters, { of: '9', n: { likes: null, reach: 0 } })).toMatchObject({
    value: { counters: { likes: undefined, reach: 0 } },
  });
  expect(decoded(counters, { of: '9', born: TIME })).toMatchObject({ value: { posted: time } });
  expect(decoded(profile, { followers: 10, posts: 3 })).toEqual({
    kind: 'ok',
    value: { kind: 'profile', ...of, followers: 10, following: undefined, posts: 3 },
  });
});

test('a CSV file of snapshots reads the same', () => {
  const csv: Mapping = { ...counters, format: 'csv', columns: ['id', 'by', 'ts', 'of', 'n.likes', 'n.reach', 'born'] };
  expect(decoded(csv, `1,ann,${TIME},9,12,,`)).toMatchObject({
    value: { post: '9', posted: 0, counters: { likes: 12, reach: undefined } },
  });
});

describe('a line that cannot be used says why:', () => {
  test.each([
    [post, { by: '' }, 'missing-field', /account/],
    [post, { ts: 'yesterday' }, 'bad-time', /time/],
    [post, { text: 7 }, 'wrong-type', /text/],
    [post, { lang: 'x'.repeat(65) }, 'too-large', /lang/],
    [counters, { of: '9', ts: '2026-01-03T00:00:01Z' }, 'future', /24 h/],
    [counters, {}, 'missing-field', /post/],
    [counters, { of: '9', born: 'once' }, 'bad-time', /./],
    [counters, { of: '9', n: { likes: -1 } }, 'number-out-of-range', /likes must be from 0 to 10\^12/],
    [counters, { of: '9', n: { reach: 1.5 } }, 'wrong-type', /reach must be a whole number/],
    [profile, { followers: 'many' }, 'wrong-type', /followers/],
    [profile, { followers: 1_000_000_000_001 }, 'number-out-of-range', /followers/],
  ] as const)('%#', (mapping, fields, reason, detail) => {
    expect(decoded(mapping, fields)).toMatchObject({
      kind: 'reject',
      reason,
      detail: expect.stringMatching(detail) as string,
    });
  });
});
