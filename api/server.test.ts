import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { RequestOptions, StoreClient } from '../runtime/clickhouse/client.ts';
import { TidelineError } from '../runtime/errors.ts';
import { createApi, type ApiDeps, type ApiOptions } from './server.ts';

/** A store that answers every read by this. */
function storeOf(stream: (sql: string, format: string, options?: RequestOptions) => Promise<Readable>): StoreClient {
  const never = () => Promise.reject(new Error('not for the API'));
  const quiet = { ping: () => Promise.resolve(true), moveTo: never, close: () => Promise.resolve() };
  return { lane: 'dashboards', command: never, rows: never, insert: never, stream, ...quiet };
}

async function apiOn(client: StoreClient, options: ApiOptions = {}, facts: Pick<ApiDeps, 'present'> = {}) {
  const reported: [unknown, string][] = [];
  const server = await createApi(options, {
    client,
    exports: client,
    viewer: client,
    clock: { now: () => 0, sleep: () => Promise.resolve() },
    status: () => ({ state: 'live', since: null, sources: [] }),
    requestId: () => 'new',
    ...facts,
    report: (error, id) => reported.push([error, id]),
  });
  onTestFinished(() => server.close());
  return { server, reported };
}

test.each([
  ['STORE_BUSY', 503, 'store-busy'],
  ['STORE_DOWN', 503, 'store-down'],
  ['QUERY_FAILED', 500, 'internal'],
  ['STORE_REFUSED', 500, 'internal'],
] as const)('%s of the store is %i %s, told without its inside and reported with it', async (code, status, slug) => {
  const error = new TidelineError(code, 'Code: 202. SELECT secret FROM inside');
  const { server, reported } = await apiOn(storeOf(() => Promise.reject(error)));
  const response = await server.inject('/v1/kpis');
  expect(response.json()).toMatchObject({ status, code: slug, request_id: 'new' });
  expect(response.body).not.toContain('inside');
  expect(response.headers['retry-after']).toBe(status === 503 ? '2' : undefined);
  expect(reported).toEqual([[error, 'new']]);
});

test('a store that is busy for SQL of people is busy, too: that is no fault of the SQL', async () => {
  const { server } = await apiOn(storeOf(() => Promise.reject(new TidelineError('STORE_BUSY', 'full'))));
  const response = await server.inject({ method: 'POST', url: '/v1/query', payload: { sql: 'SELECT 1' } });
  expect(response.statusCode).toBe(503);
});

test.each(['159', '396'])('more than a query may have (%s) is for the caller to mend', async (code) => {
  const cause = Object.assign(new Error('limit'), { code });
  const { server } = await apiOn(
    storeOf(() => Promise.reject(new TidelineError('STORE_REFUSED', 'inside', { cause }))),
  );
  expect((await server.inject('/v1/kpis')).json()).toMatchObject({ status: 422, code: 'query-limit' });
});

test("whoever goes away aborts his query, and that is nobody's mistake", async () => {
  let asked: AbortSignal | undefined;
  const timelines = JSON.stringify({
    data: [{ timeline: 'live', generation: 1, accounts_generation: 1 }],
    statistics: { rows_read: 1 },
  });
  const client = storeOf((sql, _format, { signal } = {}) => {
    if (sql.includes('FROM generations')) return Promise.resolve(Readable.from([Buffer.from(timelines)]));
    return new Promise((_resolve, reject) => {
      asked = signal;
      signal?.addEventListener('abort', () => reject(signal.reason as Error));
      socket.destroy();
    });
  });
  const { server, reported } = await apiOn(client);
  const url = new URL(await server.listen({ host: '127.0.0.1', port: 0 }));
  const socket = connect(Number(url.port), url.hostname);
  socket.write(`GET /v1/kpis HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`);
  await vi.waitUntil(() => asked?.aborted);
  await server.close();
  expect(reported).toEqual([]);
});

test('before anything was read, the answer says so', async () => {
  const empty = () => Promise.resolve(Readable.from([Buffer.from('{"data":[],"statistics":{"rows_read":0}}')]));
  const { server } = await apiOn(storeOf(empty));
  expect((await server.inject('/v1/kpis')).json()).toMatchObject({ status: 404, code: 'unknown-timeline' });
});

test('a request that names no timeline is for the one of the house, and its present ends the range', async () => {
  const present = Date.UTC(2026, 1, 1);
  const rows = (sql: string): object[] =>
    sql.includes('FROM generations') ? ['newest', 'house'].map((timeline) => ({ timeline, generation: 1 })) : [];
  const client = storeOf((sql) => {
    const body = { data: rows(sql), statistics: { rows_read: 0 } };
    return Promise.resolve(Readable.from([Buffer.from(JSON.stringify(body))]));
  });
  const { server } = await apiOn(client, { home: 'house' }, { present: () => ({ at: present, rate: 1 }) });
  const { meta } = (await server.inject('/v1/kpis?range=1h')).json<{ meta: object }>();
  expect(meta).toMatchObject({ timeline: 'house', to: '2026-02-01T00:00:00.000Z' });
  const asked = await server.inject('/v1/kpis?range=1h&timeline=newest');
  expect(asked.json()).toMatchObject({ meta: { timeline: 'newest' } });
});

test('with a token, only who carries it gets in, and the answer says how', async () => {
  const { server } = await apiOn(
    storeOf(() => Promise.reject(new Error('asked'))),
    { host: '0.0.0.0', token: 's3cret' },
  );
  const refused = await server.inject('/v1/status');
  expect(refused.statusCode).toBe(401);
  expect(refused.headers['www-authenticate']).toEqual(['Bearer', 'Basic realm="Tideline", charset="UTF-8"']);
  const statusOf = async (authorization: string) =>
    (await server.inject({ url: '/v1/status', headers: { authorization } })).statusCode;
  expect(await statusOf('Bearer s3cret')).toBe(500);
  expect(await statusOf(`Basic ${btoa('anybody:s3cret')}`)).toBe(500);
  for (const wrong of [
    'Bearer S3cret',
    'Basic s3cret',
    `Basic ${btoa('s3cret')}`,
    `Basic ${btoa('s3cret:')}`,
    's3cret',
  ])
    expect(await statusOf(wrong), wrong).toBe(401);
});

test('beyond loopback and without a token there is no server', async () => {
  await expect(
    apiOn(
      storeOf(() => Promise.reject(new Error())),
      { host: '0.0.0.0' },
    ),
  ).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
  });
});

test('a page of another site and a name of another server are refused before anything is asked', async () => {
  const { server, reported } = await apiOn(storeOf(() => Promise.reject(new Error('asked'))));
  const code = async (headers: Record<string, string>) =>
    (await server.inject({ url: '/v1/status', headers })).json<{ code: string }>().code;
  expect(await code({ host: 'rebound.example' })).toBe('host-refused');
  expect(await code({ host: 'localhost', origin: 'https://evil.example' })).toBe('origin-refused');
  expect(reported).toEqual([]);
});

test.each([
  [`GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`, 431, 'head-too-large'],
  ['SELECT 1\r\n\r\n', 400, 'invalid-request'],
])('what cannot be read as a request is told so, on the connection that it came by', async (sent, status, code) => {
  const { server } = await apiOn(storeOf(() => Promise.reject(new Error('asked'))));
  const url = new URL(await server.listen({ host: '127.0.0.1', port: 0 }));
  const socket = connect(Number(url.port), url.hostname);
  socket.end(sent);
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(head).toContain('content-type: application/problem+json');
  expect(JSON.parse(body)).toMatchObject({ type: `/problems/${code}`, status, code, request_id: 'new' });
});

test('every file that reads facts does so by the scope', () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(?<!\.test)\.ts$/.test(file),
  );
  expect(files.length).toBeGreaterThan(15);
  for (const file of files.filter((name) => name !== 'scope.ts' && !name.startsWith('schemas'))) {
    const source = readFileSync(join(import.meta.dirname, file), 'utf8');
    expect(source, file).not.toMatch(/\b(?:FROM|JOIN)\s+(?:tideline\.)?mention/);
  }
});
