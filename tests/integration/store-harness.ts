import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectStore, type Lane, type StoreClient } from '../../runtime/clickhouse/client.ts';
import { locateEngine } from '../../runtime/clickhouse/engine.ts';
import { launch } from '../../runtime/clickhouse/launch.ts';
import { migrate } from '../../runtime/clickhouse/migrations.ts';
import { startStore, type Store, type StoreEvent, type StoreOptions } from '../../runtime/clickhouse/supervisor.ts';
import { systemClock } from '../../runtime/time/clock.ts';

export const SQL_DIRECTORY = fileURLToPath(new URL('../../schemas/clickhouse', import.meta.url));
export const NEVER = new AbortController().signal;

/** A real store on a fresh directory. */
export interface TestStore {
  readonly store: Store;
  readonly directory: string;
  readonly events: StoreEvent[];
  /** The program's account unless said otherwise; closed with the store. */
  connect(lane?: Lane, account?: { user: string; password: string }): StoreClient;
  close(): Promise<void>;
}

export function freshDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'tideline-store-'));
}

/** What a start may be given beside its options. */
export interface Interference {
  readonly events?: StoreEvent[];
  /** Changes users.xml before the engine reads it. */
  readonly users?: (xml: string) => string;
}

export function start(options: StoreOptions, { events = [], users }: Interference = {}): Promise<Store> {
  const deps = { clock: systemClock, randomBytes, execPath: process.execPath, environment: {} };
  const report = (event: StoreEvent) => void events.push(event);
  if (users === undefined) return startStore(options, { ...deps, report });
  const library = locateEngine({});
  return startStore(options, {
    ...deps,
    report,
    launch: (launching, signal) => {
      const file = join(dirname(launching.files.config), 'users.xml');
      writeFileSync(file, users(readFileSync(file, 'utf8')));
      return launch(launching, { ...deps, library }, signal);
    },
  });
}

export async function openStore(options: Partial<StoreOptions> = {}): Promise<TestStore> {
  const directory = options.directory ?? freshDirectory();
  const events: StoreEvent[] = [];
  const store = await start({ ...options, directory }, { events });
  const clients: StoreClient[] = [];
  return {
    store,
    directory,
    events,
    connect(lane = 'dashboards', account = store) {
      const client = connectStore({ url: store.url, user: account.user, password: account.password, lane });
      clients.push(client);
      return client;
    },
    async close() {
      await Promise.all(clients.map((client) => client.close()));
      await store.stop(5_000);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** With the product's tables. */
export async function openMigratedStore(options: Partial<StoreOptions> = {}): Promise<TestStore> {
  const opened = await openStore(options);
  await migrate(opened.connect('ingest'), SQL_DIRECTORY);
  return opened;
}

/** Waits for something another process does; the test's own time-out is the limit. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await systemClock.sleep(10, NEVER);
}

/** One plain request, as curl would send it. */
export async function ask(
  url: string,
  sql: string,
  account?: { user: string; password: string },
): Promise<{ status: number; code: string; text: string }> {
  const headers = account && { 'X-ClickHouse-User': account.user, 'X-ClickHouse-Key': account.password };
  const response = await fetch(url, { method: 'POST', body: sql, headers: { connection: 'close', ...headers } });
  const text = await response.text();
  return { status: response.status, code: /Code: (\d+)/.exec(text)?.[1] ?? '', text };
}
