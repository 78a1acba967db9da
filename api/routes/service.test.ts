import { expect, onTestFinished, test } from 'vitest';
import type { StoreClient } from '../../runtime/clickhouse/client.ts';
import { PROBLEM_CODES } from '../problems.ts';
import { type ApiDeps, type ApiOptions, createApi } from '../server.ts';

async function serving(more: Partial<ApiDeps> = {}, options: ApiOptions = {}) {
  const never = () => Promise.reject(new Error('nobody asks the store here'));
  const asking = { command: never, rows: never, insert: never, stream: never, moveTo: never };
  const client: StoreClient = { lane: 'dashboards', ...asking, ping: never, close: () => Promise.resolve() };
  const server = await createApi(options, {
    client,
    exports: client,
    viewer: client,
    clock: { now: () => 0, sleep: () => Promise.resolve() },
    status: () => ({ state: 'live', since: null, sources: [] }),
    requestId: () => 'new',
    ...more,
  });
  onTestFinished(() => server.close());
  return server;
}

test('the type of every problem leads to its cause and its remedy', async () => {
  const server = await serving();
  for (const code of PROBLEM_CODES) {
    const { statusCode, body, headers } = await server.inject(`/problems/${code}`);
    expect([statusCode, headers['content-type']], code).toEqual([200, 'text/plain; charset=utf-8']);
    expect(body, code).toMatch(/^# .+\n\n.+\n\nWhy: .{20,}\n\nWhat helps: .{20,}\n$/);
  }
  const all = (await server.inject('/problems')).body;
  for (const code of PROBLEM_CODES) expect(all).toContain(`\n${code}, status `);
  expect((await server.inject('/problems/constructor')).json()).toMatchObject({ code: 'not-found' });
});

test('the documentation is served from here, asks nobody else and knows the document', async () => {
  const server = await serving();
  const { body, headers } = await server.inject('/docs/');
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/https?:|unsafe-eval|\*/);
  const assets = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
  expect(assets.length).toBeGreaterThan(3);
  for (const path of assets)
    expect((await server.inject(new URL(path, 'http://localhost/docs/').pathname)).statusCode, path).toBe(200);
  const started = (await server.inject('/docs/static/swagger-initializer.js')).body;
  expect(started).toContain('"layout":"BaseLayout"');
  expect((await server.inject('/v1/openapi.json')).json()).toMatchObject({ openapi: '3.1.0' });
});

test('with a token, documentation and metrics need it as everything does', async () => {
  const guarded = await serving({}, { token: 'a-token-of-sixteen-or-more' });
  for (const path of ['/docs/', '/docs/static/swagger-ui.css', '/metrics', '/problems/internal', '/v1/openapi.json'])
    expect((await guarded.inject(path)).statusCode, path).toBe(401);
  const headers = { authorization: `Basic ${btoa('me:a-token-of-sixteen-or-more')}` };
  expect((await guarded.inject({ url: '/docs/', headers })).statusCode).toBe(200);
  const locks = { security: expect.any(Array), components: { securitySchemes: expect.any(Object) } };
  expect((await guarded.inject({ url: '/docs/json', headers })).json()).toMatchObject(locks);
  const shown = (await (await serving()).inject('/docs/json')).json<Record<string, object>>();
  expect(shown).not.toHaveProperty('security');
  expect(shown['components']).not.toHaveProperty('securitySchemes');
  expect(shown).toHaveProperty(['paths', '/v1/kpis']);
});

test('the metrics tell what was asked, what the loop did and what is live', async () => {
  const server = await serving();
  await server.inject('/v1/nothing');
  const { body, headers } = await server.inject('/metrics');
  expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
  for (const line of [
    'tideline_http_request_duration_seconds_count{method="GET",route="none",status="404"} 1',
    'tideline_http_requests_in_flight 1',
    'tideline_store_queries_running{lane="dashboards"} 0',
    'tideline_live_sessions 0',
    'tideline_live_dropped_total 0',
  ])
    expect(body.split('\n')).toContain(line);
  expect(body).toMatch(/^tideline_event_loop_delay_seconds\{statistic="p99"\} \d/m);
  expect(body).toMatch(/^process_resident_memory_bytes [1-9]/m);
});
