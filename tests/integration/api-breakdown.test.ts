import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Breakdown, Mention, Series } from '../../api/schemas/answers.ts';
import { fill, openApi, type TestApi } from './api-harness.ts';

let api: TestApi;
let mentions: Mention[];
beforeAll(async () => {
  api = await openApi();
  await fill(api.client);
  const { body } = await api.server.inject('/v1/mentions.ndjson?range=9d');
  const lines = body.trim().split('\n');
  mentions = lines.map((line) => JSON.parse(line) as Mention).filter(({ late }) => Number(late) === 0);
});
afterAll(() => api.close());

const filters = fc.record(
  {
    watch: fc.constantFrom('acme', 'bolt'),
    platform: fc.constantFrom('x', 'y'),
    class: fc.constantFrom('negative', 'neutral', 'positive'),
    lang: fc.constantFrom('de', 'en'),
    q: fc.constantFrom('late', 'word7'),
  },
  { requiredKeys: [] },
);

test('facets and top authors are counts over the rows, whatever the filters', async () => {
  await fc.assert(
    fc.asyncProperty(filters, fc.constantFrom('platform', 'class', 'lang', 'watch', 'author'), async (which, by) => {
      const { data, of, sampled } = await api.get<Breakdown>(`/v1/breakdown?${query({ ...which, by, limit: '500' })}`);
      const { q, ...equal } = which;
      const left = mentions.filter(
        (one) =>
          Object.entries(equal).every(([name, value]) => Reflect.get(one, name) === value) &&
          (q === undefined ||
            one.text
              .toLowerCase()
              .split(/[^a-z0-9]/)
              .includes(q)),
      );
      const groups = [...Map.groupBy(left, (one) => one[by])].filter(([value]) => by !== 'author' || value !== '');
      const truth = groups.map(([value, own]) => ({
        value,
        mentions: own.length,
        share: own.length / left.length,
        negative_share: own.filter((one) => one.class === 'negative').length / own.length,
      }));
      expect(data).toEqual(truth.toSorted((a, b) => b.mentions - a.mentions || (a.value < b.value ? -1 : 1)));
      expect({ of, sampled }).toEqual({ of: left.length, sampled: null });
    }),
    { numRuns: 60 },
  );
}, 60_000);

test('shares are of all mentions, those beyond the top included', async () => {
  const { data, of } = await api.get<Breakdown>('/v1/breakdown?range=9d&by=author&limit=1');
  expect(data).toHaveLength(1);
  expect(of).toBe(mentions.length);
});

test('as a file it holds the same rows', async () => {
  const { data } = await api.get<Breakdown>('/v1/breakdown?range=9d&by=lang');
  const { body } = await api.server.inject('/v1/breakdown.ndjson?range=9d&by=lang');
  expect(
    body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual(data);
  expect((await api.server.inject('/v1/breakdown.csv?by=nothing')).statusCode).toBe(400);
});

/** Texts a second apart, newest last, in a timeline of their own, with their windows. */
async function tell(timeline: string, texts: string): Promise<void> {
  await api.client.command(
    `INSERT INTO generations VALUES ('main', {timeline:String}, 'mentions', 1, '2025-01-01 00:00:00', 1)`,
    { params: { timeline } },
  );
  await api.client.command(
    `INSERT INTO mention_facts (workspace, timeline, generation, watch, platform, time, id, text, author)
     SELECT 'main', {timeline:String}, 1, 'w', 'x', toDateTime('2026-03-29 00:00:00', 'UTC') + number, toString(number), text, text
     FROM (${texts})`,
    { params: { timeline } },
  );
  await api.client.command(
    `INSERT INTO mention_window_facts (workspace, timeline, generation, watch, width, start, mentions)
     SELECT workspace, timeline, generation, watch, width, toDateTime(intDiv(toUnixTimestamp(time), seconds) * seconds, 'UTC'), count()
     FROM mention_facts ARRAY JOIN ['1m', '1h'] AS width, [60, 3600] AS seconds WHERE timeline = {timeline:String} GROUP BY ALL`,
    { params: { timeline } },
  );
}

const listed = (texts: readonly string[]) =>
  `SELECT number, [${texts.map((text) => `'${text.replaceAll("'", "\\'")}'`).join(', ')}][number + 1] AS text FROM numbers(${texts.length})`;

test('hashtags are those that a watch would match, once a mention', async () => {
  await tell(
    'tags',
    listed([
      '#Delayed again #delayed (#Überfüllt)#नमस्ते',
      'no c#sharp, mail@x.y#z, https://a.example/page#section www.b.example/#x or &#39;',
      '#one#two ##three #_ # #',
    ]),
  );
  const { data, of } = await api.get<Breakdown>('/v1/breakdown?timeline=tags&range=3d&by=hashtag');
  const tags = ['#_', '#delayed', '#one', '#three', '#two', '#überfüllt', '#नमस्ते'];
  expect(data.map(({ value, mentions: n }) => [value, n])).toEqual(tags.map((tag) => [tag, 1]));
  expect(of).toBe(3);
});

test('emoji are what a reader sees as one, however they are spelled', async () => {
  await tell(
    'emoji',
    listed([
      'pilot 👩🏽‍✈️ family 👨‍👩‍👧‍👦 flags 🇩🇪🇫🇷 🏴󠁧󠁢󠁥󠁮󠁧󠁿 key 1️⃣',
      '❤ and ❤️ and 👍🏿👍 ☝🏽 ☝️',
      '12 © ™ ℹ # * none of these; ❤️‍🔥 rainbow 🏳️‍🌈 twice 🏳️‍🌈',
    ]),
  );
  const { data } = await api.get<Breakdown>('/v1/breakdown?timeline=emoji&range=3d&by=emoji&limit=100');
  const seen = ['👩🏽‍✈️', '👨‍👩‍👧‍👦', '🇩🇪', '🇫🇷', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '1️⃣', '❤️', '👍🏿', '👍', '☝🏽', '☝️', '❤️‍🔥', '🏳️‍🌈'];
  expect(data.map(({ value }) => value).toSorted()).toEqual(seen.toSorted());
  expect(data.every(({ mentions: n }) => n === 1)).toBe(true);
});

test('of a busy period the newest mentions are looked at, and the answer says so', async () => {
  await tell('busy', `SELECT number, if(number < 5000, '#old', '#new') AS text FROM numbers(30000)`);
  const busy = 'timeline=busy&range=3d';
  expect(await api.get(`/v1/breakdown?${busy}&by=hashtag`)).toMatchObject({
    data: [{ value: '#new', mentions: 20_000, share: 1 }],
    of: 20_000,
    sampled: { newest: 20_000 },
  });
  expect(await api.get(`/v1/breakdown?${busy}&by=hashtag&to=2026-03-29T02:00:00Z`)).toMatchObject({
    data: [
      { value: '#old', mentions: 5_000 },
      { value: '#new', mentions: 2_200 },
    ],
    of: 7_200,
    sampled: null,
  });
  expect(await api.get(`/v1/breakdown?${busy}&by=platform`)).toMatchObject({ of: 30_000, sampled: null });
});

test('it is of the same mentions as the chart', async () => {
  const chart = await api.get<Series>('/v1/series?range=9d&interval=1d&platform=x');
  const total = chart.data[0]?.points.reduce((sum, point) => sum + point.mentions, 0);
  expect((await api.get<Breakdown>('/v1/breakdown?range=9d&by=class&platform=x')).of).toBe(total);
});

function query(parameters: Record<string, string>): string {
  return new URLSearchParams({ range: '9d', ...parameters }).toString();
}
