import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import type { StoreClient } from '../runtime/clickhouse/client.ts';
import { isOfThePage } from './routes/page.ts';
import { createApi } from './server.ts';

const SCRIPT = 'console.log("here");';
const INDEX = '<!doctype html><title>Tideline</title><script type="module" src="/assets/index-3f2a.js"></script>';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'tideline-page-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

/** As a build leaves it. */
function built(): string {
  const page = join(folder(), 'dist');
  mkdirSync(join(page, 'assets'), { recursive: true });
  writeFileSync(join(page, 'index.html'), INDEX);
  writeFileSync(join(page, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  writeFileSync(join(page, 'assets/index-3f2a.js'), SCRIPT);
  writeFileSync(join(page, 'assets/index-3f2a.js.br'), brotliCompressSync(SCRIPT));
  writeFileSync(join(page, 'assets/index-3f2a.js.gz'), gzipSync(SCRIPT));
  writeFileSync(join(page, '..', 'secret.txt'), 'secret');
  return page;
}

async function serving(page: string) {
  const never = () => Promise.reject(new Error('not for the page'));
  const asking = { command: never, rows: never, insert: never, stream: never, moveTo: never };
  const client: StoreClient = { lane: 'dashboards', ...asking, ping: never, close: () => Promise.resolve() };
  const server = await createApi(
    { page },
    {
      client,
      exports: client,
      viewer: client,
      clock: { now: () => 0, sleep: () => Promise.resolve() },
      status: () => ({ state: 'live', since: null, sources: [] }),
      requestId: () => 'new',
    },
  );
  onTestFinished(() => server.close());
  return server;
}

test.each(['/', '/live', '/live?watch=norvane', '/somewhere/deep/'])(
  'at %s is the page, asked for again at every visit',
  async (url) => {
    const answer = await (await serving(built())).inject(url);
    expect([answer.statusCode, answer.body]).toEqual([200, INDEX]);
    expect(answer.headers['content-type']).toMatch(/^text\/html/);
    expect(answer.headers['cache-control']).toBe('no-cache');
    expect(answer.headers['etag']).toBeDefined();
  },
);

test('the page may run and ask nothing but its own server, and stands in no frame', async () => {
  const { headers } = await (await serving(built())).inject('/');
  const policy = String(headers['content-security-policy']).split('; ');
  expect(policy).toEqual(
    expect.arrayContaining(["default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'"]),
  );
  expect(policy.filter((rule) => /https?:|\*|unsafe-eval/.test(rule))).toEqual([]);
});

test('a file with a hash in its name is kept for good and comes as small as the browser can take it', async () => {
  const server = await serving(built());
  const url = '/assets/index-3f2a.js';
  const small = await server.inject({ url, headers: { 'accept-encoding': 'gzip, deflate, br' } });
  expect(small.headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-encoding': 'br',
    'content-type': expect.stringMatching(/javascript/) as string,
    vary: 'accept-encoding',
  });
  expect(brotliDecompressSync(small.rawPayload).toString()).toBe(SCRIPT);
  const plain = await server.inject(url);
  expect([plain.headers['content-encoding'], plain.body]).toEqual([undefined, SCRIPT]);
});

test.each(['/assets/gone-1a2b.js', '/gone.svg', '/v1/nothing', '/v1', '/docs/nothing', '/problems/x', '/metrics/x'])(
  '%s is not there, and no page pretends that it is',
  async (url) => {
    const answer = await (await serving(built())).inject(url);
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ code: 'not-found' });
    expect(answer.headers['cache-control']).not.toContain('immutable');
  },
);

test('the routes of the API stay where they are, and say which method they take', async () => {
  const server = await serving(built());
  expect((await server.inject('/livez')).json()).toEqual({ status: 'ok' });
  expect((await server.inject('/v1/query')).json()).toMatchObject({ status: 405 });
  expect((await server.inject({ method: 'POST', url: '/live' })).statusCode).toBe(404);
});

test.each(['/../secret.txt', '/%2e%2e/secret.txt', '/assets/..%2f..%2fsecret.txt', '/assets/%5c..%5c..%5csecret.txt'])(
  'nothing outside of the page is served by %s',
  async (url) => {
    const answer = await (await serving(built())).inject(url);
    expect(answer.body).not.toBe('secret');
  },
);

test('a page that is not built says so and what to do, and is there once it is', async () => {
  const page = join(folder(), 'dist');
  const server = await serving(page);
  const before = await server.inject('/');
  expect([before.statusCode, before.headers['cache-control']]).toEqual([503, 'no-store']);
  expect(before.body).toContain('npm run build');
  expect(before.body).toContain('href="/v1/openapi.json"');
  mkdirSync(page);
  writeFileSync(join(page, 'index.html'), INDEX);
  expect((await server.inject('/live')).body).toBe(INDEX);
});

test('a server that has too much to do still sends the page, and nothing that costs anything', () => {
  const urls = ['/', '/?range=7d', '/live', '/assets/index-3f2a.js', '/v1', '/v1/kpis?range=7d', '/docs', '/metrics'];
  expect(urls.filter(isOfThePage)).toEqual(['/', '/?range=7d', '/live', '/assets/index-3f2a.js']);
});
