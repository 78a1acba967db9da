import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { connectStore, type StoreClient } from '../../runtime/clickhouse/client.ts';
import { migrate, type MigrationHooks } from '../../runtime/clickhouse/migrations.ts';
import { startStore, type Store, type StoreEvent } from '../../runtime/clickhouse/supervisor.ts';
import type { Timeline } from '../../runtime/log/embedded/timelines.ts';
import { DAY_MS, isoOf } from '../../schemas/instants.ts';
import { openRoom, type Room } from '../compose.ts';
import type { Config } from '../config/settings.ts';
import { messageOf } from '../../runtime/errors.ts';
import { claimAfterQuestions, writeJoinFile, type DataDirectory } from '../directory.ts';
import type { CommandIo } from '../io.ts';
import type { CommonOptions } from '../options.ts';
import type { HooksModule, StoreEndpoint } from '../threads/messages.ts';

const MIGRATIONS = join(import.meta.dirname, '..', '..', 'schemas', 'clickhouse');
const RETAIN_EVERY_MS = 30_000;
const STOP_MS = 10_000;

/** Where crash tests stop the process, and how they reach what takes days otherwise. */
export interface CrashHooks {
  readonly log?: {
    readonly retainEveryMs?: number;
    readonly intakeMs?: number;
    readonly maxBytes?: number;
    readonly maxPages?: number;
  };
  readonly migration?: MigrationHooks;
  /** Of the engine and of the sinks, which are on other threads. */
  readonly threads?: HooksModule;
}

export interface StartOptions extends CommonOptions {
  /** Threads beside the engine's that run tasks and sinks: 20 to 30 MB each, so only for those in a hurry. Default 0. */
  readonly foldWorkers?: number;
  /** Who serves people says that the disk is full, and waits for space; without it the command ends. */
  readonly waitsWhenFull?: boolean;
}

export interface Running {
  readonly room: Room;
  readonly client: StoreClient;
  readonly store: Store;
  readonly workDirectory: string;
  stop(): Promise<void>;
}

/** Everything of one machine: the lock, the store with its tables, the log with the tasks and sinks of every timeline. */
export async function startAll(
  command: string,
  options: StartOptions,
  config: Config,
  io: CommandIo,
  hooks: CrashHooks = {},
): Promise<Running> {
  const owner = { pid: process.pid, command, since: isoOf(io.clock.now()) };
  const { directory, release } = await claimAfterQuestions(resolve(io.cwd, options.data), owner, io);
  const undo: (() => void | Promise<void>)[] = [release];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    const store = await openStore(directory, config, io, hooks, undo);
    const { client } = store;
    const room = await openRoom(
      {
        logFile: directory.logFile,
        maxBytes: config.log.maxBytes,
        intakeMs: config.log.retentionDays * DAY_MS,
        retainEveryMs: RETAIN_EVERY_MS,
        foldWorkers: options.foldWorkers ?? 0,
        waitsWhenFull: options.waitsWhenFull ?? false,
        ...hooks.log,
      },
      {
        clock: io.clock,
        endpoint: () => endpointOf(store.store),
        onMoved: (listener) => store.store.onRestart((moved) => listener(endpointOf(moved))),
        say: (text) => io.stderr.write(`${text}\n`),
        onTimeline: (timeline, generation) => showGeneration(client, timeline, generation, io.clock.now()),
        hooks: hooks.threads,
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

/** A copy: the store's own is a view of now, and cannot cross to another thread. */
function endpointOf({ url, user, password }: StoreEndpoint): StoreEndpoint {
  return { url, user, password };
}

async function showGeneration(
  client: StoreClient,
  { workspace, name }: Timeline,
  generation: number,
  now: number,
): Promise<void> {
  for (const pipeline of ['normalise', 'mentions', 'accounts']) {
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
