import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createInserter, type Inserter } from '../../runtime/clickhouse/insert.ts';
import type { StoreClient } from '../../runtime/clickhouse/client.ts';
import { systemClock } from '../../runtime/time/clock.ts';
import { NEVER, openMigratedStore, until, type TestStore } from './store-harness.ts';

interface Fact {
  readonly watch: string;
  readonly time: number;
  readonly id: string;
  readonly revision: number;
  readonly text: string;
}

function inserter(client: StoreClient, table = 'mention_facts'): Inserter<Fact> {
  return createInserter<Fact>(
    {
      client,
      table,
      backoff: { firstMs: 20, maxMs: 200 },
      columns: [
        { name: 'workspace', type: 'LowCardinality(String)', of: () => 'main' },
        { name: 'timeline', type: 'LowCardinality(String)', of: () => 'live' },
        { name: 'generation', type: 'UInt16', of: () => 1 },
        { name: 'watch', type: 'LowCardinality(String)', of: ({ watch }) => watch },
        { name: 'time', type: "DateTime64(3, 'UTC')", of: ({ time }) => time },
        { name: 'id', type: 'String', of: ({ id }) => id },
        { name: 'revision', type: 'UInt64', of: ({ revision }) => revision },
        { name: 'text', type: 'String', of: ({ text }) => text },
      ],
    },
    { clock: systemClock },
  );
}

/** Three months of partitions, so that a batch is several parts. */
function facts(from: number, count: number): Fact[] {
  return Array.from({ length: count }, (_, i) => {
    const n = from + i;
    return {
      watch: `w${n % 3}`,
      time: Date.UTC(2026, n % 3, 1 + (n % 28), 0, 0, n % 60),
      id: String(n),
      revision: n,
      text: `mention ${n}`,
    };
  });
}

let opened: TestStore;
beforeAll(async () => {
  opened = await openMigratedStore({ backoff: { firstMs: 10, maxMs: 50 } });
});
afterAll(() => opened.close());

test(
  'a store killed again and again under inserts keeps every acknowledged row exactly once',
  { timeout: 60_000 },
  async () => {
    const { store } = opened;
    const client = opened.connect('ingest');
    const [KILLS, LANES, BATCH] = [4, 2, 500];
    const over = new AbortController();
    let acknowledged = 0;
    const lanes = Array.from({ length: LANES }, async (_, lane) => {
      const { insert } = inserter(client);
      for (let batch = 0; !over.signal.aborted; batch++) {
        expect(await insert(() => facts((batch * LANES + lane) * BATCH, BATCH), NEVER)).toEqual([]);
        acknowledged += BATCH;
      }
      return lane;
    });
    for (let kill = 1; kill <= KILLS; kill++) {
      const before = acknowledged;
      await until(() => acknowledged >= before + 4 * BATCH);
      process.kill(store.pid, 'SIGKILL');
      await until(() => store.health().restarts === kill && store.health().state === 'up');
    }
    over.abort();
    await Promise.all(lanes);
    const n = String(acknowledged);
    const sql = `SELECT count() AS n, uniqExact(id) AS ids, countIf(text = concat('mention ', id)) AS whole FROM mention_facts FINAL`;
    expect(await client.rows(sql)).toEqual([{ n, ids: n, whole: n }]);
  },
);

test('the rows a table refuses are found one by one and the others are stored', async () => {
  const client = opened.connect('ingest');
  await client.command(`CREATE TABLE checked (workspace String, timeline String, generation UInt16, watch String,
    time DateTime64(3, 'UTC'), id String, revision UInt64, text String, CONSTRAINT no_curses CHECK text != 'curse')
    ENGINE = ReplacingMergeTree(revision) ORDER BY id`);
  const rows = facts(0, 1_000).map((fact, n) => (n === 17 || n === 998 ? { ...fact, text: 'curse' } : fact));
  const bad = rows.map((fact, n) => (n === 500 ? { ...fact, time: NaN } : fact));
  const found = await inserter(client, 'checked').insert(() => bad, NEVER);
  const poison = found.map(({ row, error }) => `${row.id}: ${error.message}`);
  expect(poison).toEqual([
    expect.stringContaining('500: NaN is no instant'),
    expect.stringContaining('17: '),
    expect.stringContaining('998: '),
  ]);
  expect(poison[1]).toContain('no_curses');
  expect(await client.rows('SELECT count() AS n, uniqExact(id) AS ids FROM checked FINAL')).toEqual([
    { n: '997', ids: '997' },
  ]);
});

test('a batch sent twice has no second effect', async () => {
  const client = opened.connect('ingest');
  await client.command('CREATE TABLE twice AS mention_facts');
  const { insert } = inserter(client, 'twice');
  for (let time = 0; time < 2; time++) expect(await insert(() => facts(0, 300), NEVER)).toEqual([]);
  expect(await client.rows('SELECT count() AS n FROM twice FINAL')).toEqual([{ n: '300' }]);
});

test('a table that is not there is our mistake and is said at once', async () => {
  const { insert, health } = inserter(opened.connect('ingest'), 'nowhere');
  await expect(insert(() => facts(0, 1), NEVER)).rejects.toMatchObject({
    code: 'QUERY_FAILED',
    cause: { code: '60' },
  });
  expect(health()).toEqual({ state: 'ok' });
});

test('an insert waits while the store is down, says since when, and ends when aborted', async () => {
  const stopped = await openMigratedStore();
  onTestFinished(() => stopped.close());
  const { insert, health } = inserter(stopped.connect('ingest'));
  await stopped.store.stop(1_000);
  const giveUp = new AbortController();
  const inserted = insert(() => facts(0, 1), giveUp.signal);
  await until(() => health().state === 'stalled');
  expect(health()).toMatchObject({ state: 'stalled', reason: expect.stringContaining('ECONNREFUSED') });
  giveUp.abort(new Error('stopping'));
  await expect(inserted).rejects.toThrow('stopping');
});
