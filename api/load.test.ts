import Fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { createMetrics } from '../runtime/metrics.ts';
import { isOpen } from './guard.ts';
import { watchLoad } from './load.ts';
import { problemOf } from './problems.ts';
import type { ApiServer } from './server.ts';

function watched() {
  let now = 0;
  let mean = 0;
  const metrics = createMetrics();
  const server: ApiServer = Fastify();
  const clock = { now: () => now, sleep: () => Promise.resolve() };
  const loop = { take: () => ({ mean, p99: mean * 2, max: mean * 3 }), stop: () => undefined };
  watchLoad(server, { clock, metrics, loop }, isOpen);
  server.setErrorHandler((error, _request, reply) => reply.code(problemOf(error).status).send());
  for (const path of ['/livez', '/v1/kpis/:name']) server.get(path, async () => ({}));
  onTestFinished(() => server.close());
  const status = async (url: string) => (await server.inject(url)).statusCode;
  const after = (ms: number, delay: number) => void ((now += ms), (mean = delay));
  return { metrics, status, after };
}

test('while the event loop is far behind only those who ask about that are answered, and it ends', async () => {
  const { status, after } = watched();
  expect(await status('/v1/kpis/a')).toBe(200);
  after(1_000, 500);
  expect(await status('/v1/kpis/a')).toBe(503);
  expect(await status('/livez?verbose')).toBe(200);
  after(999, 0);
  expect(await status('/v1/kpis/a')).toBe(503);
  after(1, 0);
  expect(await status('/v1/kpis/a')).toBe(200);
});

test('reading the metrics changes nothing about who is refused', async () => {
  const { status, metrics, after } = watched();
  after(1_000, 500);
  expect(await status('/v1/kpis/a')).toBe(503);
  after(10, 0);
  await metrics.read();
  expect(await status('/v1/kpis/a')).toBe(503);
  after(990, 0);
  expect(await status('/v1/kpis/a')).toBe(200);
  after(10, 600);
  await metrics.read();
  expect(await status('/v1/kpis/a')).toBe(200);
});

test('requests are counted by the route as it was declared, unknown ones as one', async () => {
  const { status, metrics, after } = watched();
  after(1_000, 40);
  await Promise.all(['/v1/kpis/a', '/v1/kpis/b', '/wp-login.php', '/.env'].map(status));
  after(1_000, 2);
  await status('/livez');
  const lines = (await metrics.read()).text.split('\n');
  const counts = lines.filter((line) => line.startsWith('tideline_http_request_duration_seconds_count'));
  expect(counts.toSorted()).toEqual([
    'tideline_http_request_duration_seconds_count{method="GET",route="/livez",status="200"} 1',
    'tideline_http_request_duration_seconds_count{method="GET",route="/v1/kpis/:name",status="200"} 2',
    'tideline_http_request_duration_seconds_count{method="GET",route="none",status="404"} 2',
  ]);
  expect(lines).toContain('tideline_http_requests_in_flight 0');
  // The worst since the last reading, whoever asked in between.
  expect(lines).toContain('tideline_event_loop_delay_seconds{statistic="max"} 0.12');
});
