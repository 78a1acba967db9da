/**
 * Writes the sample of every stored event that has none yet. Samples that are there are never
 * changed: they are what older programs wrote. `node scripts/make-samples.ts`
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from '../schemas/bytes.ts';
import { STORED } from '../schemas/samples/samples.ts';

const time = Date.UTC(2026, 5, 14, 12, 30, 15, 250);
const raw = new TextEncoder().encode('{"id":"1","text":"Größe 👍"}');
const itemValue = {
  source: 'replay:first-light',
  mapping: '0123456789ab',
  origin: 'first-light.ndjson:4096',
  size: 70_000,
  raw,
};
const mentionValue = {
  watch: 'harbor-air',
  platform: 'x',
  id: '1933900000000000001',
  time,
  received: time + 1_500,
  author: 'zoë',
  url: 'https://example.org/1',
  lang: 'en',
  text: 'Delayed again 😡',
  reach: 1_200,
};
const ofAccount = { platform: 'x', account: 'harborair', time, received: time + 1_500 };
const postValue = {
  kind: 'post',
  ...ofAccount,
  id: '1933',
  url: 'https://example.org/1933',
  lang: 'en',
  text: 'Café ✈',
};
const snapshotValue = {
  kind: 'counters',
  ...ofAccount,
  post: '1933',
  posted: time - 900_000,
  counters: { likes: 120, comments: 7, shares: undefined, views: 40_000, reach: 0 },
};
const hour = { platform: 'x', account: 'harborair', width: '1h', start: time - (time % 3_600_000), complete: true };
const VALUES: Readonly<Record<string, unknown>> = {
  'account-item': postValue,
  'account-post': { ...postValue, late: true },
  'account-snapshot': { ...snapshotValue, late: false },
  barrier: { pipeline: 'mentions', version: 2 },
  count: { pipeline: 'mentions', partition: 3, counter: 'counted', value: 123_456_789_012 },
  coverage: { source: 'replay:first-light', from: time - 3_600_000, to: time },
  'dead-letter': { ...itemValue, reason: 'bad-time', detail: '`yesterday` is no time' },
  'engagement-rate': {
    platform: 'x',
    account: 'harborair',
    until: hour.start,
    week: { posts: 9, interactions: 1_300, reach: 52_000, days: 7 },
    before: { posts: 8, interactions: 1_100, reach: 50_000, days: 6 },
    comparison: { logRatio: 0.125, standardError: 0.0625 },
  },
  'engagement-window': {
    ...hour,
    posts: 1,
    snapshots: 3,
    likes: -4,
    comments: 7,
    shares: 3,
    views: 40_000,
    reach: 25_000,
    resets: 1,
    deletions: 2,
  },
  item: itemValue,
  mention: mentionValue,
  'mention-score': {
    ...mentionValue,
    class: 'negative',
    positive: 0,
    neutral: 0.5,
    negative: 0.5,
    compound: -0.25,
    late: true,
  },
  'mention-window': {
    watch: 'harbor-air',
    width: '1h',
    start: time - (time % 3_600_000),
    mentions: 7,
    authors: 5,
    reach: 900,
    positive: 1,
    neutral: 2,
    negative: 4,
    complete: true,
  },
  'profile-growth': { ...hour, snapshots: 2, gained: -15, followers: 98_765, following: undefined, posts: 2_500 },
  shared: { name: 'watches', value: raw },
  tick: { time, live: true, final: false },
};

for (const [name, codec] of Object.entries(STORED)) {
  const file = join(import.meta.dirname, '..', 'schemas', 'samples', `${name}.1.json`);
  if (existsSync(file)) continue;
  const bytes = Buffer.from(encode(codec, VALUES[name])).toString('hex');
  const value = JSON.parse(
    JSON.stringify(VALUES[name], (_, v: unknown) =>
      v instanceof Uint8Array ? { hex: Buffer.from(v).toString('hex') } : v,
    ),
  ) as unknown;
  writeFileSync(file, `${JSON.stringify({ value, bytes }, null, 2)}\n`);
}
