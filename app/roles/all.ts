import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { connectStore, type StoreClient } from '../../runtime/clickhouse/client.ts';
import { createInserter, type InsertHealth } from '../../runtime/clickhouse/insert.ts';
import { migrate, type MigrationHooks } from '../../runtime/clickhouse/migrations.ts';
import { startStore, type Store, type StoreEvent } from '../../runtime/clickhouse/supervisor.ts';
import type { EngineHooks } from '../../runtime/log/embedded/engine.ts';
import type { Timeline } from '../../runtime/log/embedded/timelines.ts';
import { DAY_MS, isoOf } from '../../schemas/instants.ts';
import type { Table } from '../../sinks/clickhouse/tables.ts';
import type { Result, Sink } from '../../sinks/sink.ts';
import { openRoom, type Room } from '../compose.ts';
import type { Config } from '../config/settings.ts';
import { messageOf } from '../../runtime/errors.ts';
import { claimDirectory, writeJoinFile, type DataDirectory } from '../directory.ts';
import type { CommandIo } from '../io.ts';
import type { CommonOptions } from '../options.ts';
import { poisonLetter } from './poison-letter.ts';

const MIGRATIONS = join(import.meta.dirname, '..', '..', 'schemas', 'clickhouse');
const RETAIN_EVERY_MS = 30_000;
const STOP_MS = 10_000;
const STALL_MS = 15_000;

/** Where crash tests stop the process, and how they reach what takes days otherwise. */
export interface CrashHooks {
  readonly log?: { readonly retainEveryMs?: number; readonly maxBytes?: number; readonly maxPages?: number };
  readonly engine?: EngineHooks;
  readonly migration?: MigrationHooks;
  readonly sinkAt?: (point: 'insert-acknowledged' | 'sink-position') => void;
}

export interface Running {
  readonly room: Room;
  readonly client: StoreClient;
  readonly store: Store;
  readonly workDirectory: string;
  stop(): Promise<void>;
}

/** Everything in one process: the lock, the store with its tables, the log with the tasks and sinks of every timeline. */
export async function startAll(
  command: string,
  options: CommonOptions,
  config: Config,
  io: CommandIo,
  hooks: CrashHooks = {},
): Promise<Running> {
  const owner = { pid: process.pid, command, since: isoOf(io.clock.now()) };
  const { directory, release } = claimDirectory(resolve(io.cwd, options.data), owner);
  const undo: (() => void | Promise<void>)[] = [release];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    const store = await openStore(directory, config, io, hooks, undo);
    const { client } = store;
    const room = openRoom(
      {
        logFile: directory.logFile,
        maxBytes: config.log.maxBytes,
        intakeMs: config.log.retentionDays * DAY_MS,
        retainEveryMs: RETAIN_EVERY_MS,
        ...hooks.log,
      },
      {
        clock: io.clock,
        sinkFor: (table) => sinkInto(table, client, io, () => room),
        onTimeline: (timeline, generation) => showGeneration(client, timeline, generation, io.clock.now()),
        ...(hooks.engine === undefined ? {} : { hooks: hooks.engine }),
        ...(hooks.sinkAt === undefined ? {} : { sinkAt: hooks.sinkAt }),
      },
    );
    undo.push(() => room.close());
    for (const { workspace, name, partitions } of room.engine.timelines.all())
      await room.open(workspace, name, undefined, partitions);
    return { room, ...store, workDirectory: directory.workDirectory, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The store with its tables, and how other commands join it; `undo` learns how to stop each. */
async function openStore(
  { storeDirectory, joinFile }: DataDirectory,
  config: Config,
  io: CommandIo,
  hooks: CrashHooks,
  undo: (() => void | Promise<void>)[],
): Promise<Pick<Running, 'store' | 'client'>> {
  const store = await startStore(
    { directory: storeDirectory, port: config.store.port, memoryBytes: config.store.memoryBytes },
    {
      clock: io.clock,
      randomBytes,
      execPath: process.execPath,
      environment: io.env,
      report: (event) => tell(io, event),
    },
    io.signal,
  ).catch((error: unknown) => {
    io.signal.throwIfAborted();
    throw error;
  });
  undo.push(() => store.stop(STOP_MS));
  const { url, user, password } = store;
  const client = connectStore({ url, user, password, lane: 'ingest' });
  undo.push(() => client.close());
  const publish = (endpoint: Pick<Store, 'url' | 'viewer'>): void =>
    writeJoinFile(joinFile, { pid: store.pid, url: endpoint.url, ...endpoint.viewer });
  store.onRestart((endpoint) => {
    client.moveTo(endpoint).catch(() => undefined);
    try {
      publish(endpoint);
    } catch (error) {
      io.stderr.write(
        `${joinFile} cannot be written (${messageOf(error)}): \`tideline sql\` cannot join until it can\n`,
      );
    }
  });
  await migrate(client, MIGRATIONS, hooks.migration);
  publish(store);
  return { store, client };
}

function sinkInto<T>(table: Table<T>, client: StoreClient, io: CommandIo, room: () => Room): Sink<Result<T>> {
  const inserter = createInserter({ client, table: table.table, columns: table.columns }, { clock: io.clock });
  return {
    async write(rows, signal) {
      const over = new AbortController();
      void tellOfStalls(inserter, table.table, io, AbortSignal.any([signal, over.signal]));
      try {
        await inserter.insert(rows, signal, (row, error) =>
          poisonLetter(room().engine.log, table.table, row, error, io.clock.now()),
        );
      } finally {
        over.abort();
      }
    },
  };
}

/** Law 9: rows that wait for the store are not waited for in silence. */
async function tellOfStalls(
  inserter: { health(): InsertHealth },
  table: string,
  io: CommandIo,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await io.clock.sleep(STALL_MS, signal).catch(() => undefined);
    const health = inserter.health();
    if (signal.aborted || health.state !== 'stalled') continue;
    const seconds = Math.round((io.clock.now() - health.since) / 1000);
    io.stderr.write(`rows for ${table} have been waiting ${seconds} s for the store: ${health.reason}\n`);
  }
}

async function showGeneration(
  client: StoreClient,
  { workspace, name }: Timeline,
  generation: number,
  now: number,
): Promise<void> {
  for (const pipeline of ['normalise', 'mentions']) {
    await client.command(
      `INSERT INTO generations (workspace, timeline, pipeline, generation, valid_from, revision) SETTINGS async_insert = 0
       SELECT {workspace:String}, {timeline:String}, {pipeline:String}, {generation:UInt16}, fromUnixTimestamp64Milli({now:Int64}), {generation:UInt64}`,
      { params: { workspace, timeline: name, pipeline, generation, now } },
    );
  }
}

const TROUBLE = {
  'store-died': 'The store died and is started again',
  'store-stalled': 'The store does not answer and is started again',
  'store-start-failed': 'The store did not start and is tried again',
} as const;

/** Trouble is told with --quiet too. */
function tell(io: CommandIo, event: StoreEvent): void {
  if (event.event === 'store-up') return;
  const reason = event.reason
    .replace(/^Logging \w+ to .*$/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  io.stderr.write(`${TROUBLE[event.event]}: ${reason}\n`);
}
