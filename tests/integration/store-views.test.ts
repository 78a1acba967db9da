import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StoreClient } from '../../runtime/clickhouse/client.ts';
import { openMigratedStore, type TestStore } from './store-harness.ts';

let opened: TestStore;
let client: StoreClient;
beforeAll(async () => {
  opened = await openMigratedStore();
  client = opened.connect('ingest');
  await client.command(
    "INSERT INTO generations VALUES ('main', 'live', 'mentions', 1, now64(3), 1), ('main', 'demo', 'mentions', 1, now64(3), 1)",
  );
});
afterAll(() => opened.close());

const FACT_COLUMNS = 'workspace, timeline, generation, watch, platform, time, id, revision, is_deleted, text, class';

test('mentions shows the newest revision of what is not deleted, of the current generation', async () => {
  await client.command(`INSERT INTO mention_facts (${FACT_COLUMNS}) VALUES
    ('main', 'live', 1, 'w', 'x', '2026-01-01 10:00:00', 'a', 1, 0, 'first', 'neutral'),
    ('main', 'live', 1, 'w', 'x', '2026-01-01 10:00:00', 'a', 2, 0, 'second', 'positive'),
    ('main', 'live', 1, 'w', 'x', '2026-01-01 11:00:00', 'b', 1, 0, 'gone', 'neutral'),
    ('main', 'live', 1, 'w', 'x', '2026-01-01 11:00:00', 'b', 18446744073709551615, 1, '', 'neutral'),
    ('main', 'live', 2, 'w', 'x', '2026-01-01 10:00:00', 'a', 1, 0, 'rebuilt', 'negative'),
    ('main', 'demo', 1, 'w', 'x', '2026-01-01 12:00:00', 'c', 1, 0, 'elsewhere', 'neutral')`);
  await client.command(`INSERT INTO mention_facts (${FACT_COLUMNS}) VALUES
    ('main', 'live', 1, 'w', 'x', '2026-01-01 10:00:00', 'a', 1, 0, 'first', 'neutral')`);
  const shown = () =>
    client.rows("SELECT id, text, class FROM mentions WHERE timeline = 'live' AND watch = 'w' ORDER BY time DESC");
  expect(await shown()).toEqual([{ id: 'a', text: 'second', class: 'positive' }]);
  expect(
    await client.rows("SELECT text FROM mentions WHERE hasToken(text, 'gone') OR hasToken(text, 'first')"),
  ).toEqual([]);

  await client.command("INSERT INTO generations VALUES ('main', 'live', 'mentions', 2, now64(3), 2)");
  expect(await shown()).toEqual([{ id: 'a', text: 'rebuilt', class: 'negative' }]);
  await client.command("INSERT INTO generations VALUES ('main', 'live', 'mentions', 1, now64(3), 3)");
  expect(await shown()).toEqual([{ id: 'a', text: 'second', class: 'positive' }]);
  expect(await client.rows("SELECT text FROM mentions WHERE timeline = 'demo'")).toEqual([{ text: 'elsewhere' }]);
});

test('mention_windows shows the last absolute value of each window', async () => {
  await client.command(`INSERT INTO mention_window_facts VALUES
    ('main', 'live', 1, 'w', '1h', '2026-01-01 10:00:00', 1, 0, 5, 4, 30, 1, 3, 1, 0),
    ('main', 'live', 1, 'w', '1h', '2026-01-01 10:00:00', 2, 0, 7, 5, 40, 2, 4, 1, 1),
    ('main', 'live', 2, 'w', '1h', '2026-01-01 10:00:00', 1, 0, 99, 9, 9, 9, 9, 9, 1)`);
  expect(await client.rows('SELECT * FROM mention_windows')).toEqual([
    {
      timeline: 'live',
      watch: 'w',
      width: '1h',
      start: '2026-01-01 10:00:00',
      mentions: '7',
      authors: '5',
      reach: '40',
      positive: '2',
      neutral: '4',
      negative: '1',
      complete: 1,
    },
  ]);
});

test('counts adds the last totals of all tasks of a timeline', async () => {
  await client.command(`INSERT INTO pipeline_counts VALUES
    ('main', 'live', 1, 'mentions', 0, 'counted', 1, 10), ('main', 'live', 1, 'mentions', 0, 'counted', 2, 12),
    ('main', 'live', 1, 'mentions', 1, 'counted', 1, 5), ('main', 'live', 2, 'mentions', 0, 'counted', 9, 1000),
    ('main', 'live', 1, 'normalise', 0, 'dead', 1, 3)`);
  expect(await client.rows("SELECT counter, value FROM counts WHERE timeline = 'live' ORDER BY counter")).toEqual([
    { counter: 'counted', value: '17' },
    { counter: 'dead', value: '3' },
  ]);
});
