import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StoreClient } from '../../runtime/clickhouse/client.ts';
import { migrate } from '../../runtime/clickhouse/migrations.ts';
import { freshDirectory, openStore, SQL_DIRECTORY, type TestStore } from './store-harness.ts';

const FILES = readdirSync(SQL_DIRECTORY).map((file) => file.replace('.sql', ''));
const LAST = FILES.length;
/** The name of a migration so many numbers behind the last one. */
const later = (by: number, name: string): string => `${String(LAST + by).padStart(4, '0')}-${name}`;

let opened: TestStore;
let client: StoreClient;
let sql: string;
beforeEach(async () => {
  opened = await openStore();
  client = opened.connect('ingest');
  sql = freshDirectory();
  cpSync(SQL_DIRECTORY, sql, { recursive: true });
});
afterEach(async () => {
  await opened.close();
  rmSync(sql, { recursive: true });
});

const tables = () =>
  client.rows('SELECT name, engine FROM system.tables WHERE database = currentDatabase() ORDER BY name');

test('the tables are made once, in a database of the Atomic kind', async () => {
  const first = await migrate(client, sql);
  expect(first).toEqual({ applied: FILES, version: LAST });
  const made = await tables();
  expect(made).toMatchObject([
    { name: 'account_post_facts', engine: 'ReplacingMergeTree' },
    { name: 'account_snapshot_facts' },
    { name: 'counts', engine: 'View' },
    { name: 'current_generations', engine: 'View' },
    { name: 'engagement_rate_facts' },
    { name: 'engagement_rates' },
    { name: 'engagement_window_facts' },
    { name: 'engagement_windows' },
    { name: 'generations' },
    { name: 'mention_facts', engine: 'ReplacingMergeTree' },
    { name: 'mention_window_facts' },
    { name: 'mention_windows' },
    { name: 'mentions' },
    { name: 'pipeline_counts' },
    { name: 'posts' },
    { name: 'profile_growth' },
    { name: 'profile_growth_facts' },
    { name: 'schema_migrations' },
  ]);
  expect(await migrate(client, sql)).toEqual({ applied: [], version: LAST });
  expect(await tables()).toEqual(made);
  expect(await client.rows("SELECT engine FROM system.databases WHERE name = 'tideline'")).toEqual([
    { engine: 'Atomic' },
  ]);
});

test('a crash after any step is taken up where it happened', { timeout: 60_000 }, async () => {
  const steps: string[] = [];
  await migrate(client, sql, { onStep: (step) => void steps.push(step) });
  const whole = await tables();
  expect(steps).toEqual(expect.arrayContaining(['database', '0001-mentions:1', '0001-mentions:recorded']));
  for (const crashAt of steps) {
    await client.command('DROP DATABASE tideline SYNC', { database: 'default' });
    const crash = (step: string) => {
      if (step === crashAt) throw new Error(`crash at ${step}`);
    };
    await expect(migrate(client, sql, { onStep: crash })).rejects.toThrow(`crash at ${crashAt}`);
    await migrate(client, sql);
    expect(await tables(), crashAt).toEqual(whole);
  }
});

test('windows are kept when their table is made anew, wherever it is interrupted', { timeout: 60_000 }, async () => {
  const moving = '0003-windows-by-time.sql';
  const rows = `SELECT watch, width, start, mentions FROM mention_window_facts FINAL ORDER BY watch, start`;
  const steps = ['1', '2', '3', '4', '5', 'recorded'].map((step) => `0003-windows-by-time:${step}`);
  for (const crashAt of steps) {
    await client.command('DROP DATABASE IF EXISTS tideline SYNC', { database: 'default' });
    const before = freshDirectory();
    for (const file of readdirSync(SQL_DIRECTORY).filter((name) => name < moving))
      cpSync(join(SQL_DIRECTORY, file), join(before, file));
    await migrate(client, before);
    rmSync(before, { recursive: true });
    await client.command(`INSERT INTO mention_window_facts (workspace, watch, width, start, revision, mentions)
      SELECT 'main', 'w', '1m', toDateTime('2026-01-01 00:00:00', 'UTC') + 60 * intDiv(number, 2), number, number FROM numbers(100)`);
    const kept = await client.rows(rows);
    const crash = (step: string) => {
      if (step === crashAt) throw new Error(`crash at ${step}`);
    };
    await expect(migrate(client, SQL_DIRECTORY, { onStep: crash })).rejects.toThrow(`crash at ${crashAt}`);
    await migrate(client, SQL_DIRECTORY);
    expect(kept).toHaveLength(50);
    expect(await client.rows(rows), crashAt).toEqual(kept);
  }
});

test('a later file is applied to what is there', async () => {
  await migrate(client, sql);
  writeFileSync(
    join(sql, `${later(1, 'more')}.sql`),
    '-- More.\nCREATE TABLE IF NOT EXISTS more (x UInt8) ENGINE = MergeTree ORDER BY x;\n',
  );
  expect(await migrate(client, sql)).toEqual({ applied: [later(1, 'more')], version: LAST + 1 });
});

test('a file changed after it was applied is refused', async () => {
  await migrate(client, sql);
  writeFileSync(join(sql, '0001-mentions.sql'), 'SELECT 1;\n');
  await expect(migrate(client, sql)).rejects.toMatchObject({
    code: 'STORE_REFUSED',
    message: expect.stringContaining('0001-mentions.sql is not the one this store was made with'),
  });
});

test('a database written by a newer program is refused', async () => {
  writeFileSync(join(sql, `${later(1, 'newer')}.sql`), 'SELECT 1;\n');
  await migrate(client, sql);
  rmSync(join(sql, `${later(1, 'newer')}.sql`));
  await expect(migrate(client, sql)).rejects.toMatchObject({
    code: 'DIRECTORY_NEWER',
    message: expect.stringContaining(`it applied migration ${later(1, 'newer')}`),
  });
});

test('a gap in the numbers is refused before anything is done', async () => {
  writeFileSync(join(sql, `${later(2, 'late')}.sql`), 'SELECT 1;\n');
  await expect(migrate(client, sql)).rejects.toMatchObject({ code: 'INTERNAL' });
  expect(await client.rows("SELECT 1 FROM system.databases WHERE name = 'tideline'", { database: 'default' })).toEqual(
    [],
  );
});
