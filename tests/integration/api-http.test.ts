import { connect } from 'node:net';
import { tableFromIPC } from 'apache-arrow';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problemOf } from '../../api/problems.ts';
import { createReader } from '../../api/reader.ts';
import type { Mentions, Posts } from '../../api/schemas/answers.ts';
import { createSlots } from '../../api/slots.ts';
import { createLane } from '../../api/store-lane.ts';
import { createMetrics } from '../../runtime/metrics.ts';
import { systemClock } from '../../runtime/time/clock.ts';
import { fill, openApi, type TestApi } from './api-harness.ts';
import { NEVER, until } from './store-harness.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
  await fill(api.client);
});
afterAll(() => api.close());

const post = (payload: object) => api.server.inject({ method: 'POST', url: '/v1/query', payload });

describe('what is wrong is told as a problem:', () => {
  test.each([
    ['/v1/nothing', 404, 'not-found', undefined],
    ['/v1/kpis?wat=1', 400, 'invalid-parameter', '/wat'],
    ['/v1/kpis?range=soon', 400, 'invalid-parameter', '/range'],
    ['/v1/kpis?range=0h', 400, 'invalid-parameter', '/range'],
    ['/v1/kpis?from=yesterday', 400, 'invalid-parameter', '/from'],
    ['/v1/kpis?from=2026-02-30T00:00:00Z', 400, 'invalid-parameter', '/from'],
    ['/v1/kpis?from=2026-02-02T00:00:00Z&range=1h', 400, 'invalid-parameter', '/range'],
    ['/v1/kpis?from=2026-02-02T00:00:00Z&to=2026-02-01T00:00:00Z', 400, 'invalid-parameter', '/from'],
    ['/v1/kpis?range=9999w', 400, 'invalid-parameter', '/range'],
    ['/v1/kpis?tz=Mars/Olympus', 400, 'invalid-parameter', '/tz'],
    ['/v1/kpis?tz=%2B05:30', 400, 'invalid-parameter', '/tz'],
    ['/v1/kpis?timeline=nope', 404, 'unknown-timeline', undefined],
    ['/v1/series?interval=7m', 400, 'invalid-parameter', '/interval'],
    ['/v1/series?interval=1m&range=30d', 422, 'too-many-points', '/interval'],
    ['/v1/mentions?limit=501', 400, 'invalid-parameter', '/limit'],
    ['/v1/mentions/17', 400, 'invalid-parameter', '/id'],
    ['/v1/mentions/men_abc', 404, 'unknown-mention', undefined],
    ['/v1/mentions?q=%3F%21', 400, 'invalid-parameter', '/q'],
    ['/v1/mentions?cursor=abc', 400, 'cursor-invalid', undefined],
    ['/v1/mentions?platform=x&platform=y', 400, 'invalid-parameter', '/platform'],
    ['/v1/%ZZ', 400, 'invalid-request', undefined],
  ])('%s', async (url, status, code, pointer) => {
    const response = await api.server.inject({ url, headers: { 'x-request-id': 'mine-1' } });
    expect(response.json()).toMatchObject({
      type: `/problems/${code}`,
      status,
      code,
      instance: url,
      request_id: 'mine-1',
    });
    expect(response.statusCode).toBe(status);
    expect(response.headers).toMatchObject({ 'content-type': 'application/problem+json', 'x-request-id': 'mine-1' });
    if (pointer !== undefined) expect(response.json()).toMatchObject({ errors: [{ pointer }] });
    expect(api.reported).toEqual([]);
  });

  test.each([
    ['kpis?range=soon', 'range is not in the form of 24h, 7d'],
    ['kpis?from=yesterday', 'from is not in the form of 2026-01-31T09:30:00Z'],
    ['kpis?compare=next', 'compare must be previous'],
    ['series?interval=7m', 'interval must be one of 1m, 5m, 15m, 1h, 1d'],
    ['breakdown', 'by is missing: must be one of platform, class, lang, watch, author, hashtag, emoji'],
  ])('%s says what would be right', async (url, detail) => {
    expect((await api.server.inject(`/v1/${url}`)).json()).toMatchObject({ detail });
  });

  test('everything at once', async () => {
    const response = await api.server.inject({ url: '/v1/series?interval=7m&limit=3&breakdown=mood' });
    expect(response.json<{ errors: unknown[] }>().errors).toHaveLength(3);
  });

  test('a method that the address does not take', async () => {
    const response = await api.server.inject({ method: 'DELETE', url: '/v1/kpis' });
    expect(response.statusCode).toBe(405);
    expect(response.headers['allow']).toBe('GET, HEAD');
  });

  test('a body that is too large, of another type, or no JSON', async () => {
    const large = await post({ sql: 'x'.repeat(1_100_000) });
    expect([large.statusCode, large.json<{ code: string }>().code]).toEqual([413, 'body-too-large']);
    const sent = (payload: string, type: string) =>
      api.server.inject({ method: 'POST', url: '/v1/query', payload, headers: { 'content-type': type } });
    expect((await sent('SELECT 1', 'text/html')).json()).toMatchObject({
      status: 415,
      detail: expect.stringContaining('application/json') as string,
    });
    expect((await sent('{', 'application/json')).json()).toMatchObject({ status: 400, code: 'invalid-request' });
    expect((await post({ sql: 1 })).json()).toMatchObject({ status: 400, errors: [{ pointer: '/sql' }] });
    expect((await post({ sql: 'SELECT 1', more: true })).json()).toMatchObject({ errors: [{ pointer: '/more' }] });
  });
});

test('a request id that is none of ours to repeat is replaced', async () => {
  const response = await api.server.inject({ url: '/livez', headers: { 'x-request-id': 'a b\u0001' } });
  expect(response.headers['x-request-id']).toMatch(/^req-\d+$/);
});

test('a cursor goes on only with the filters that it came with', async () => {
  const first = await api.get<Mentions>('/v1/mentions?range=7d&watch=acme&limit=2');
  const cursor = first.page.next_cursor ?? '';
  const next = await api.server.inject({ url: `/v1/mentions?watch=acme&range=7d&limit=5&cursor=${cursor}` });
  expect(next.statusCode).toBe(200);
  const other = await api.server.inject({ url: `/v1/mentions?watch=bolt&range=7d&limit=2&cursor=${cursor}` });
  expect(other.json()).toMatchObject({ status: 400, code: 'cursor-mismatch' });
});

test.each(["acme' OR 1=1 --", '\\', '{x:String}', '\u0000', "x'); DROP TABLE mention_facts; --", '😀'])(
  'no filter is read as SQL: %j',
  async (text) => {
    const value = encodeURIComponent(text);
    for (const name of ['watch', 'platform', 'author', 'lang', 'timeline']) {
      const response = await api.server.inject({ url: `/v1/mentions?range=7d&${name}=${value}` });
      expect(response.statusCode, name).toBe(name === 'timeline' ? 404 : 200);
      if (name !== 'timeline') expect(response.json<Mentions>().data).toEqual([]);
    }
    const posts = await api.server.inject({ url: `/v1/posts?order=top&account=${value}&platform=${value}` });
    expect([posts.statusCode, posts.json<Posts>().data]).toEqual([200, []]);
  },
);

test.each([
  "x' UNION ALL SELECT * FROM system.users --",
  "'); DROP TABLE mention_facts; --",
  '{watch:String}',
  "\\\\'",
  '*/ 1 /*',
])(
  'no route reads a text as SQL: %j',
  async (text) => {
    const value = encodeURIComponent(text);
    for (const route of [
      'kpis',
      'series',
      'heatmap',
      'mentions',
      'mentions.ndjson',
      'breakdown',
      'breakdown.csv',
      'posts',
      'watches',
    ])
      for (const name of ['watch', 'platform', 'author', 'account', 'lang', 'q', 'by', 'cursor']) {
        const by = route.startsWith('breakdown') && name !== 'by' ? '&by=author' : '';
        const { statusCode, body } = await api.server.inject(`/v1/${route}?range=7d${by}&${name}=${value}`);
        expect([200, 400], `${route} ${name}`).toContain(statusCode);
        expect(body, `${route} ${name}`).not.toMatch(/DB::|system\.users.*password|Syntax/);
      }
    expect((await api.get<Mentions>('/v1/mentions?range=7d')).data.length).toBeGreaterThan(0);
  },
  60_000,
);

test('nothing that was sent splits the head of an answer', async () => {
  const asked = await api.server.inject({
    url: '/v1/mentions.csv?timeline=live%0d%0aset-cookie:%20x=1',
    headers: { 'x-request-id': 'a%0d%0aset-cookie: x=1' },
  });
  expect(asked.statusCode).toBe(404);
  expect(asked.headers['set-cookie']).toBeUndefined();
  expect(asked.headers['x-request-id']).toMatch(/^req-\d+$/);
  const page = await api.server.inject('/v1/mentions?range=7d&limit=1&platform=x&author=%22%3E%0d%0ax:%20y');
  expect(page.statusCode).toBe(200);
  expect(Object.values(page.headers).join()).not.toMatch(/[\r\n]/);
});

test('whatever is asked, nothing breaks and every refusal is a problem', async () => {
  const path = fc.constantFrom('kpis', 'series', 'mentions', 'posts', 'heatmap', 'watches', 'mentions.csv');
  const names =
    'timeline watch platform from to range tz compare interval breakdown class lang author q limit cursor account order';
  const name = fc.constantFrom(...names.split(' '));
  const instants = '2026-03-29T02:30:00+01:00 1990-01-01T00:00:00Z 2099-12-31T23:59:59.999Z 0001-01-01T00:00:00Z';
  const zones = 'Europe/Berlin europe/berlin EST5EDT Asia/Calcutta Etc/GMT+5 GMT Australia/Lord_Howe';
  const words = "live old acme x 5m 1d 9999d 52w previous class platform positive newest top en word1 1 500 -1 % '";
  const plausible = [...`${instants} ${zones} ${words}`.split(' '), '', ' ', '\u0000'];
  const value = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...plausible) }, fc.string({ unit: 'binary' }));
  await fc.assert(
    fc.asyncProperty(path, fc.array(fc.tuple(name, value), { maxLength: 4 }), async (where, pairs) => {
      const url = `/v1/${where}?${new URLSearchParams(pairs.map(([key, text]) => [key, text])).toString()}`;
      const response = await api.server.inject({ url });
      expect([200, 400, 404, 422], `${url} ${String(api.reported.at(-1))}`).toContain(response.statusCode);
      if (response.statusCode !== 200)
        expect(response.json()).toMatchObject({ status: response.statusCode, instance: url });
    }),
    { numRuns: 400 },
  );
}, 60_000);

test('a zone that the store does not know is refused, though the platform does', async () => {
  const error: unknown = await api.client
    .rows('SELECT toTimeZone(now(), {tz:String})', { params: { tz: 'Mars/Olympus' } })
    .catch((reason: unknown) => reason);
  expect(problemOf(error)).toMatchObject({ code: 'invalid-parameter', errors: [{ pointer: '/tz' }] });
});

describe('exports', () => {
  const rows = (url: string) => api.server.inject({ url });

  test('hold what the list holds', async () => {
    const list = await api.get<Mentions>('/v1/mentions?range=24h&limit=500&watch=acme&platform=x&class=negative');
    const lines = (await rows('/v1/mentions.ndjson?range=24h&watch=acme&platform=x&class=negative')).body
      .trim()
      .split('\n');
    const ids = lines.map((line) => (JSON.parse(line) as { id: string }).id);
    expect(list.page.has_more).toBe(false);
    expect(ids.toSorted()).toEqual(list.data.map(({ id }) => id).toSorted());
  });

  test('as CSV make nothing that a spreadsheet runs', async () => {
    const { body, headers } = await rows('/v1/mentions.csv?range=7d');
    expect(headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    expect(body).toContain('"\'=SUM(1) word');
    expect(body).toContain('"\'-good word');
    expect(body).not.toMatch(/(?:^|,)"[=+@-]/m);
    expect(body).toContain(',-0.5,');
    expect(body).toMatch(/^"men_[^"]+","\d+","acme","[xy]","2026-03-\d\dT\d\d:\d\d:\d\d\.\d{3}Z",/m);
    const name = 'mentions-live-2026-03-23T1234Z-2026-03-30T1235Z.csv';
    expect(headers['content-disposition']).toBe(`attachment; filename="${name}"`);
  });

  test('as Arrow are read by Arrow, row for row', async () => {
    const query = 'range=24h&watch=acme&class=negative';
    const table = tableFromIPC((await rows(`/v1/mentions.arrow?${query}`)).rawPayload);
    const lines = (await rows(`/v1/mentions.ndjson?${query}`)).body.trim().split('\n');
    const texts = lines.map((line) => (JSON.parse(line) as { text: string }).text);
    expect([...(table.getChild('text') ?? [])]).toEqual(texts);
  });

  test('as Parquet and Arrow begin as such files do', async () => {
    expect((await rows('/v1/mentions.parquet')).rawPayload.subarray(0, 4).toString()).toBe('PAR1');
    expect((await rows('/v1/mentions.arrow')).rawPayload.subarray(0, 4).toString('hex')).toBe('ffffffff');
    expect((await rows('/v1/mentions.csv?wat=1')).statusCode).toBe(400);
  });
});

describe('SQL', () => {
  test('reads, in the format asked for', async () => {
    expect((await post({ sql: 'SELECT 1 AS one' })).json()).toMatchObject({ data: [{ one: 1 }] });
    expect((await post({ sql: "SELECT '=1' AS a", format: 'csv' })).body).toBe('"a"\n"\'=1"\n');
  });

  test.each([
    ['SELEC 1', 400, 'query-failed'],
    ['SELECT nothing FROM mentions', 400, 'query-failed'],
    ['INSERT INTO generations SELECT * FROM generations', 400, 'query-failed'],
    ['DROP TABLE mention_facts', 400, 'query-failed'],
    ["SELECT * FROM file('/etc/passwd')", 400, 'query-failed'],
    ["SELECT * FROM url('http://127.0.0.1:1/')", 400, 'query-failed'],
    ['SELECT * FROM system.users', 400, 'query-failed'],
    ['SELECT 1; SELECT 2', 400, 'query-failed'],
    ['SELECT number FROM numbers(2000000)', 422, 'query-limit'],
  ])('is refused with what the store says: %s', async (sql, status, code) => {
    const response = await post({ sql });
    expect(response.json()).toMatchObject({ status, code, errors: [{ pointer: '/sql' }] });
    expect(response.json<{ detail: string }>().detail).toMatch(/\w/);
  });
});

test('ready while the store answers; without it the answer is 503 with a time to come back', async () => {
  expect((await api.server.inject('/livez')).json()).toEqual({ status: 'ok' });
  expect((await api.server.inject('/readyz?verbose')).json()).toMatchObject({
    status: 'ok',
    checks: [{ name: 'store', ok: true }, {}],
  });
  const other = await openApi();
  await other.opened.store.stop(5_000);
  expect((await other.server.inject('/readyz')).statusCode).toBe(503);
  const response = await other.server.inject('/v1/kpis');
  expect(response.json()).toMatchObject({ status: 503, code: 'store-down' });
  expect(response.headers['retry-after']).toBe('2');
  expect(other.reported).toHaveLength(1);
  await other.close();
}, 20_000);

test('whoever goes away takes his query along', async () => {
  const address = await api.server.listen({ host: '127.0.0.1', port: 0 });
  const running = () =>
    api.client.rows(
      "SELECT 1 FROM system.processes WHERE query LIKE '%numbers_mt(1000000000001)%' AND user = 'viewer'",
    );
  const body = JSON.stringify({ sql: 'SELECT sum(cityHash64(number)) FROM numbers_mt(1000000000001)' });
  const { hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname);
  socket.write(
    `POST /v1/query HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  await until(async () => (await running()).length > 0);
  socket.destroy();
  await until(async () => (await running()).length === 0);
  expect(await running()).toEqual([]);
}, 20_000);

test("a query of ours ends in the store when its request is given up, and its lane's place is free again", async () => {
  const running = () =>
    api.client.rows("SELECT 1 FROM system.processes WHERE query LIKE 'SELECT sum%numbers_mt(1000000000003)%'");
  const slow = 'SELECT sum(cityHash64(number)) AS n FROM numbers_mt(1000000000003) SETTINGS max_execution_time = 30';
  const clock = { now: () => 0, sleep: systemClock.sleep };
  const slots = createSlots(
    { lane: 'test', running: 1, waiting: 1, waitMs: 30_000 },
    { clock, metrics: createMetrics() },
  );
  const lane = createLane(api.opened.connect(), slots);
  const gone = new AbortController();
  const asked = createReader(lane, gone.signal).rows(slow);
  await until(async () => (await running()).length > 0);
  const next = createReader(lane, NEVER).rows<{ one: number }>('SELECT 1 AS one');
  gone.abort(new Error('gone'));
  await expect(asked).rejects.toThrow('gone');
  expect(await next).toEqual([{ one: 1 }]);
  await until(async () => (await running()).length === 0);
}, 20_000);
