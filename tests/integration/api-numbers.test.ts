import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Heatmap, Kpis, Mention, Mentions, Meta, Series, Watches } from '../../api/schemas/answers.ts';
import { fill, openApi, type TestApi } from './api-harness.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
  await fill(api.client);
});
afterAll(() => api.close());

/** Over the views, which know no workspace: the other workspace's timeline has the same name and must be subtracted by watch of facts. */
const MAIN = `(SELECT * FROM mention_facts FINAL WHERE workspace = 'main' AND (workspace, timeline, generation) IN
  (SELECT workspace, timeline, generation FROM current_generations WHERE pipeline = 'mentions'))`;

const START = Date.parse('2026-03-22T00:00:00Z');
const minutes = fc.integer({ min: 0, max: 9 * 1440 });
const filters = fc.record({
  timeline: fc.constantFrom('live', 'old'),
  from: minutes,
  length: fc.integer({ min: 1, max: 8 * 1440 }),
  watch: fc.subarray(['acme', 'bolt', 'core']),
  platform: fc.constantFrom(undefined, 'x', 'y'),
  tz: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/New_York'),
});
type Filters = typeof filters extends fc.Arbitrary<infer T> ? T : never;

const iso = (minute: number) => new Date(START + minute * 60_000).toISOString();

function urlOf({ timeline, from, length, watch, platform, tz }: Filters, more: Record<string, string> = {}): string {
  const query = new URLSearchParams({ timeline, from: iso(from), to: iso(from + length), tz, ...more });
  for (const name of watch) query.append('watch', name);
  if (platform !== undefined) query.set('platform', platform);
  return query.toString();
}

function whereOf({ timeline, from, length, watch, platform }: Filters): string {
  const seconds = (minute: number) => START / 1000 + minute * 60;
  return [
    `timeline = '${timeline}' AND late = 0 AND time >= toDateTime(${seconds(from)}, 'UTC') AND time < toDateTime(${seconds(from + length)}, 'UTC')`,
    ...(watch.length === 0 ? [] : [`watch IN (${watch.map((name) => `'${name}'`).join(', ')})`]),
    ...(platform === undefined ? [] : [`platform = '${platform}'`]),
  ].join(' AND ');
}

const NUMBERS = { output_format_json_quote_64bit_integers: 0 } as const;
const asked = <T>(sql: string): Promise<T[]> => api.client.rows<T>(sql, { settings: NUMBERS });

test('kpis equal SQL over the rows, whatever the period, the zone and the filters', async () => {
  await fc.assert(
    fc.asyncProperty(filters, async (which) => {
      const { kpis } = await api.get<Kpis>(`/v1/kpis?${urlOf(which, { include: 'authors' })}`);
      const [truth] = await asked<{ n: number; bad: number; reach: number; authors: number }>(
        `SELECT count() AS n, countIf(class = 'negative') AS bad, sum(m.reach) AS reach, uniqExactIf(author, author != '') AS authors
         FROM ${MAIN} AS m WHERE ${whereOf(which)}`,
      );
      const shown = { n: kpis.mentions.value, reach: kpis.reach.value, authors: kpis.authors?.value };
      expect(shown).toEqual({ n: truth?.n, reach: truth?.reach, authors: truth?.authors });
      expect(kpis.negative_share.n).toBe(truth?.n);
      expect(kpis.negative_share.value).toBe(truth === undefined || truth.n === 0 ? null : truth.bad / truth.n);
      const line = kpis.mentions.sparkline;
      expect(line.length).toBeLessThanOrEqual(24);
      expect(line.reduce((sum: number, value) => sum + (value ?? 0), 0)).toBe(truth?.n);
      expect(kpis.share_of_voice.reduce((sum, voice) => sum + voice.mentions, 0)).toBe(truth?.n);
    }),
    { numRuns: 25 },
  );
}, 60_000);

test('series equal SQL over the rows, with every interval, breakdown and zone', async () => {
  const shape = fc.record({
    interval: fc.constantFrom('5m', '15m', '1h', '1d'),
    breakdown: fc.constantFrom(undefined, 'class', 'platform', 'watch'),
  });
  await fc.assert(
    fc.asyncProperty(filters, shape, async (which, { interval, breakdown }) => {
      const more = { interval, ...(breakdown !== undefined && { breakdown }) };
      const { data } = await api.get<Series>(`/v1/series?${urlOf(which, more)}`);
      const shown = data.flatMap(({ group, points }) =>
        points
          .filter(({ mentions }) => mentions > 0)
          .map(({ start, mentions }) => [start, group ?? '', mentions].join()),
      );
      const bucket = {
        '5m': 'toStartOfFiveMinutes(time)',
        '15m': 'toStartOfFifteenMinutes(time)',
        '1h': `toStartOfHour(time, '${which.tz}')`,
        '1d': `toStartOfDay(time, '${which.tz}')`,
      }[interval];
      const rows = await asked<{ at: number; g: string; n: number }>(
        `SELECT toUnixTimestamp(${bucket}) AS at, toString(${breakdown === undefined ? "''" : breakdown}) AS g, count() AS n
         FROM ${MAIN} AS m WHERE ${whereOf(which)} GROUP BY at, g`,
      );
      const truth = rows.map(({ at, g, n }) => [new Date(at * 1000).toISOString(), g, n].join());
      expect(shown.toSorted()).toEqual(truth.toSorted());
    }),
    { numRuns: 30 },
  );
}, 60_000);

test('windows and mentions tell the same: the sum of the view is the sum of the rows', async () => {
  const [view] = await asked("SELECT sum(mentions) AS n FROM mention_windows WHERE timeline = 'old' AND width = '1h'");
  const { kpis } = await api.get<Kpis>('/v1/kpis?timeline=old&from=2026-03-20T00:00:00Z&to=2026-04-01T00:00:00Z');
  expect(view).toEqual({ n: kpis.mentions.value });
});

test('where nothing was said, there is nothing to compare', async () => {
  const empty = await api.get<Kpis>('/v1/kpis?from=2026-02-01T00:00:00Z&to=2026-02-01T06:00:00Z&compare=previous');
  expect(empty.kpis.mentions).toMatchObject({ value: 0, previous: null, delta: null });
  expect(empty.kpis.negative_share).toMatchObject({ value: null, interval: null });
});

test('the last bucket is incomplete, and the answer says until when all are complete', async () => {
  const { data, complete_until: until, interval } = await api.get<Series>('/v1/series?range=3h');
  expect(interval).toBe('1m');
  // The newest complete window that has a row: before 12:28, where the fixture's ends.
  expect(Date.parse(until ?? '')).toBeLessThanOrEqual(Date.parse('2026-03-30T12:28:00Z'));
  const points = data[0]?.points ?? [];
  for (const { end, complete } of points) expect(complete).toBe(until !== null && end <= until);
  expect(points.at(-1)?.complete).toBe(false);
  const hours = await api.get<Series>('/v1/series?range=3h&interval=1h');
  expect(hours.data[0]?.points.map(({ complete }) => complete)).toEqual([true, true, true, false]);
  // Mentions themselves are all complete: here the end of the bucket alone tells.
  const ofPlatform = await api.get<Series>('/v1/series?range=3h&interval=1h&platform=x');
  expect(ofPlatform.data[0]?.points.at(-1)).toMatchObject({ start: '2026-03-30T12:00:00.000Z', complete: false });
});

test('a day of the change to summer time has 23 hours', async () => {
  const { data } = await api.get<Series>(
    '/v1/series?from=2026-03-28T23:00:00Z&to=2026-03-29T22:00:00Z&interval=1d&tz=Europe/Berlin',
  );
  expect(data[0]?.points.map(({ start, end }) => [start, end])).toEqual([
    ['2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
  ]);
});

test('the heat map has 168 cells that add up, in the zone asked for', async () => {
  const { data } = await api.get<Heatmap>('/v1/heatmap?range=7d&tz=Asia/Kolkata&watch=acme');
  expect(data).toHaveLength(168);
  const rows = await asked<{ d: number; h: number; n: number }>(
    `SELECT toDayOfWeek(time, 0, 'Asia/Kolkata') AS d, toHour(time, 'Asia/Kolkata') AS h, count() AS n FROM ${MAIN} AS m
     WHERE timeline = 'live' AND watch = 'acme' AND late = 0 AND time >= '2026-03-23 12:34:00' AND time < '2026-03-30 12:35:00' GROUP BY d, h`,
  );
  const shown = data
    .filter(({ mentions }) => mentions > 0)
    .map(({ weekday, hour, mentions }) => [weekday, hour, mentions].join());
  expect(shown.toSorted()).toEqual(rows.map(({ d, h, n }) => [d, h, n].join()).toSorted());
});

test('pages of mentions follow one another without a gap or a repeat, through equal times', async () => {
  const filter =
    'timeline=live&from=2026-03-20T00:00:00Z&to=2026-03-31T00:00:00Z&watch=acme&watch=core&class=negative&limit=137';
  const ids: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const next: Mentions = await api.get<Mentions>(`/v1/mentions?${filter}${cursor === '' ? '' : `&cursor=${cursor}`}`);
    ids.push(...next.data.map(({ watch, platform, native_id: id }) => [watch, platform, id].join()));
    expect(next.page.has_more).toBe(next.page.next_cursor !== null);
    cursor = next.page.next_cursor;
  }
  const rows = await asked<{ key: string }>(
    `SELECT concat(watch, ',', platform, ',', id) AS key FROM ${MAIN} WHERE timeline = 'live' AND watch IN ('acme', 'core')
     AND class = 'negative' ORDER BY time DESC, watch, platform, id DESC`,
  );
  expect(rows.length).toBeGreaterThan(500);
  expect(ids).toEqual(rows.map(({ key }) => key));
});

test('pages of a search are whole where most that was found has changed or is filtered away', async () => {
  const period = 'timeline=live&from=2026-03-20T00:00:00Z&to=2026-03-31T00:00:00Z';
  const ids: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const next: Mentions = await api.get<Mentions>(
      `/v1/mentions?${period}&q=late&class=positive&lang=de&author=author7&limit=1${more}`,
    );
    ids.push(...next.data.map(({ watch, native_id: id }) => `${watch} ${id}`));
    cursor = next.page.next_cursor;
  }
  const rows = await asked<{ key: string }>(
    `SELECT concat(watch, ' ', id) AS key FROM ${MAIN} WHERE timeline = 'live' AND class = 'positive' AND lang = 'de'
     AND author = 'author7' AND startsWith(text, 'Late ') ORDER BY time DESC, watch, platform, id DESC`,
  );
  expect(rows.length).toBeGreaterThan(0);
  expect(ids).toEqual(rows.map(({ key }) => key));
});

test.each(['word7', 'WORD7 late', 'rare12', 'Flüge', 'sum 1'])(
  'a search for %s finds what the texts hold now',
  async (q) => {
    const { data } = await api.get<Mentions>(
      `/v1/mentions?from=2026-03-20T00:00:00Z&to=2026-03-31T00:00:00Z&limit=500&q=${encodeURIComponent(q)}`,
    );
    const words = q.toLowerCase().split(' ');
    const rows = await asked<{ id: string; text: string }>(
      `SELECT id, text FROM ${MAIN} WHERE timeline = 'live' ORDER BY time DESC, watch, platform, id DESC`,
    );
    const hold = rows.filter(({ text }) => {
      const found = text.toLowerCase().split(/[^a-z0-9ü]+/);
      return words.every((word) => found.includes(word));
    });
    expect(hold.length).toBeGreaterThan(0);
    expect(data.map(({ native_id: id }) => id).toSorted()).toEqual(
      hold
        .slice(0, 500)
        .map(({ id }) => id)
        .toSorted(),
    );
  },
);

test('late mentions are shown in the list and counted nowhere', async () => {
  const { data } = await api.get<{ data: Mention[] }>('/v1/mentions?range=7d&limit=500');
  expect(data.some(({ late }) => late)).toBe(true);
});

test('without a timeline the newest is meant, and a finished one ends where its data ends', async () => {
  const { meta } = await api.get<{ meta: Meta }>('/v1/watches');
  expect(meta).toMatchObject({ timeline: 'live', tz: 'UTC', to: '2026-03-30T12:35:00.000Z' });
  expect(meta.rows_read).toBeGreaterThan(0);
  const watches = await api.get<Watches>('/v1/watches?timeline=old&range=2w');
  expect(watches.data.map(({ watch }) => watch).toSorted()).toEqual(['acme', 'bolt', 'core']);
});

test('a mention is found by its id as the list shows it, whenever it was; not in another timeline, nor when it is deleted', async () => {
  const week = await api.get<Mentions>('/v1/mentions?range=7d&limit=500');
  const rare = await api.get<Mentions>('/v1/mentions?timeline=old&range=7d&limit=1');
  for (const shown of [week.data[0], week.data.at(-1), week.data.find(({ late }) => late)]) {
    expect((await api.get<{ data: Mention }>(`/v1/mentions/${shown?.id}`)).data).toEqual(shown);
  }
  const old = await api.get<{ data: Mention }>(`/v1/mentions/${rare.data[0]?.id}?timeline=old`);
  expect(old.data).toEqual(rare.data[0]);
  const idOf = (where: string) =>
    asked<{ found: string }>(
      `SELECT concat('men_', base64URLEncode(concat(watch, '\\n', platform, '\\n', id))) AS found FROM mention_facts
       WHERE workspace = 'main' AND ${where} LIMIT 1`,
    );
  const here = "SELECT watch, platform, id FROM mention_facts WHERE workspace = 'main' AND timeline = 'live'";
  const [deleted] = await idOf("timeline = 'live' AND is_deleted = 1");
  const [elsewhere] = await idOf(`timeline = 'old' AND (watch, platform, id) NOT IN (${here})`);
  for (const one of [deleted, elsewhere]) {
    expect(one?.found).toMatch(/^men_/);
    const answer = await api.server.inject({ url: `/v1/mentions/${one?.found}` });
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, 'unknown-mention']);
  }
});

test('watches are those with mentions and those that are listened for, each with its rules', async () => {
  const { data } = await api.get<Watches>('/v1/watches?range=7d');
  expect(data.map(({ watch }) => watch).toSorted()).toEqual(['acme', 'bolt', 'core', 'quiet']);
  const truth = await asked<{ watch: string; at: number }>(
    `SELECT watch, max(toUnixTimestamp(toStartOfMinute(time))) AS at FROM ${MAIN} WHERE timeline = 'live' AND late = 0 GROUP BY watch`,
  );
  for (const { watch, at } of truth)
    expect(data.find((one) => one.watch === watch)?.newest).toBe(new Date(at * 1000).toISOString());
  expect(data.at(-1)).toEqual({
    watch: 'quiet',
    mentions: 0,
    newest: null,
    rules: { any: ['@quiet'], all: [], none: ['spam'] },
  });
  expect(data.find(({ watch }) => watch === 'core')).toMatchObject({ rules: null });
  expect(data.map(({ mentions }) => mentions)).toEqual(data.map(({ mentions }) => mentions).toSorted((a, b) => b - a));
});

test('the status tells how far each timeline is and what was counted', async () => {
  expect(await api.get('/v1/status')).toMatchObject({
    pipeline: { state: 'live' },
    timelines: [
      { timeline: 'live', counts: { counted: 10 } },
      { timeline: 'old', counts: {} },
    ],
  });
});
