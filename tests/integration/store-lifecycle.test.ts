import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { ping } from '../../runtime/clickhouse/ping.ts';
import { freshDirectory, openStore, start, until } from './store-harness.ts';

const QUICK = { health: { everyMs: 50, limitMs: 200, misses: 3 }, backoff: { firstMs: 10, maxMs: 100 } };
const PARENT = fileURLToPath(new URL('./store-parent.ts', import.meta.url));

function gone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}

test('a store starts, answers as the pinned engine in UTC, and ends orderly', async () => {
  const opened = await openStore();
  onTestFinished(() => opened.close());
  const { store, events } = opened;
  expect(await ping(Number(new URL(store.url).port), 1_000)).toBe(true);
  const rows = await opened.connect().rows('SELECT version() AS version, timezone() AS zone', { database: 'default' });
  expect(rows).toEqual([{ version: '26.7.2.1', zone: 'Etc/UTC' }]);
  expect(store.health()).toMatchObject({ state: 'up', restarts: 0 });
  const { pid } = store;
  await opened.close();
  expect(gone(pid)).toBe(true);
  expect(store.health().state).toBe('stopped');
  expect(events.map(({ event }) => event)).toEqual(['store-up']);
});

test('what was stored is there after a stop and a start, whatever the directory is called', async () => {
  const parent = freshDirectory();
  onTestFinished(() => rmSync(parent, { recursive: true }));
  const directory = join(parent, `it's a "test" & <more>`);
  const first = await openStore({ directory });
  const client = first.connect();
  await client.command('CREATE DATABASE tideline ENGINE = Atomic', { database: 'default' });
  await client.command('CREATE TABLE kept (x UInt8) ENGINE = MergeTree ORDER BY x');
  await client.command('INSERT INTO kept VALUES (7)');
  await client.close();
  await first.store.stop(5_000);
  const second = await openStore({ directory });
  onTestFinished(() => second.close());
  expect(await second.connect().rows('SELECT x FROM kept')).toEqual([{ x: 7 }]);
  expect(second.store.password).not.toBe(first.store.password);
});

test('a second process on the same directory is told that it is open elsewhere', async () => {
  const { directory, close } = await openStore();
  onTestFinished(close);
  await expect(start({ directory, lockWaitMs: 0 })).rejects.toMatchObject({
    code: 'DIRECTORY_LOCKED',
    message: expect.stringContaining(`The store in ${directory} is open in another process`),
  });
});

test('a port that another program has is named', async () => {
  const { store, close } = await openStore();
  onTestFinished(close);
  const directory = freshDirectory();
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const port = Number(new URL(store.url).port);
  await expect(start({ directory, port })).rejects.toMatchObject({
    code: 'STORE_DOWN',
    message: expect.stringContaining(`cannot listen on 127.0.0.1:${port}`),
  });
});

test('a killed store comes back at the same URL with the same passwords', async () => {
  const opened = await openStore(QUICK);
  onTestFinished(() => opened.close());
  const { store } = opened;
  const client = opened.connect();
  const { url, password, pid } = store;
  const restarted = new Promise<unknown>((resolve) => store.onRestart(resolve));
  process.kill(pid, 'SIGKILL');
  expect(await restarted).toMatchObject({ url, password });
  expect(store.pid).not.toBe(pid);
  expect(store.health()).toMatchObject({ state: 'up', restarts: 1, reason: expect.stringContaining('SIGKILL') });
  expect(await client.rows('SELECT 1 AS one', { database: 'default' })).toEqual([{ one: 1 }]);
});

test('a store that stands still is killed and started again', async () => {
  const opened = await openStore(QUICK);
  onTestFinished(() => opened.close());
  const { store, events } = opened;
  const { pid } = store;
  const restarted = new Promise((resolve) => store.onRestart(resolve));
  process.kill(pid, 'SIGSTOP');
  await restarted;
  expect(gone(pid)).toBe(true);
  expect(events.map(({ event }) => event)).toEqual(['store-up', 'store-stalled', 'store-died', 'store-up']);
});

test('a store whose parent is killed ends by itself and its directory opens again', async () => {
  const directory = freshDirectory();
  const parent = spawn(process.execPath, ['--no-warnings', PARENT, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void parent.kill('SIGKILL'));
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(line.toString());
  expect(gone(pid)).toBe(false);
  parent.kill('SIGKILL');
  const killedAt = performance.now();
  await until(() => gone(pid));
  expect(performance.now() - killedAt).toBeLessThan(5_000);
  const { close } = await openStore({ directory });
  await close();
});

test('the store has a session of its own, so Ctrl-C at the terminal does not reach it', async () => {
  const { store, close } = await openStore();
  onTestFinished(close);
  const [, , group, session] = (readFileSync(`/proc/${store.pid}/stat`, 'utf8').split(') ')[1] ?? '').split(' ');
  expect([Number(group), Number(session)]).toEqual([store.pid, store.pid]);
});

test('stopping during a restart leaves no process behind', async () => {
  const { store, events, close } = await openStore({ ...QUICK, backoff: { firstMs: 30_000, maxMs: 30_000 } });
  onTestFinished(close);
  process.kill(store.pid, 'SIGKILL');
  await until(() => events.some(({ event }) => event === 'store-died'));
  await store.stop(1_000);
  expect(gone(store.pid)).toBe(true);
});
