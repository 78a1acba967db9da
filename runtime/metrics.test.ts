import { expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';

test('what was counted, set and observed is read in the text format', async () => {
  const metrics = createMetrics();
  for (let i = 0; i < 3; i++) metrics.add('httpOverloaded');
  metrics.observe('storeDuration', 0.05, { lane: 'sql', outcome: 'ok' });
  metrics.set('liveBytes', 7);
  metrics.set('liveBytes', 9);
  metrics.onRead(() => metrics.set('httpInFlight', 3));
  const { text, type } = await metrics.read();
  expect(type).toMatch(/^text\/plain; version=0\.0\.4/);
  const lines = text.split('\n');
  expect(lines).toContain('tideline_http_requests_overloaded_total 3');
  expect(lines).toContain('tideline_store_query_duration_seconds_bucket{le="0.06",lane="sql",outcome="ok"} 1');
  expect(lines).toContain('tideline_store_query_duration_seconds_bucket{le="0.025",lane="sql",outcome="ok"} 0');
  expect(lines).toContain('tideline_live_bytes_total 9');
  expect(lines).toContain('tideline_http_requests_in_flight 3');
});
