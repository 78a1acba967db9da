import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { connectStore, type StoreClient } from '../runtime/clickhouse/client.ts';
import { ping } from '../runtime/clickhouse/ping.ts';
import { startStore } from '../runtime/clickhouse/supervisor.ts';
import { TidelineError } from '../runtime/errors.ts';
import type { Config } from './config/settings.ts';
import type { DataDirectory } from './directory.ts';
import type { CommandIo } from './io.ts';
import { isAlive, readProcessFile } from './process-file.ts';

/** A store to ask as the viewer; `close` also stops it when it was started for the question. */
export interface OpenedStore {
  readonly client: StoreClient;
  close(): Promise<void>;
}

const STOP_MS = 10_000;
const PING_LIMIT_MS = 2_000;

/** Joins the store that runs in the directory, or starts it for as long as the question takes. */
export async function openStore(
  directory: DataDirectory,
  config: () => Config['store'],
  io: CommandIo,
): Promise<OpenedStore> {
  return (await joinStore(directory)) ?? (await startForOnce(directory, config(), io));
}

/** Undefined when `run/store.json` is of a process that is gone, or nobody answers there. */
export async function joinStore({ joinFile }: DataDirectory): Promise<OpenedStore | undefined> {
  const found = readProcessFile(joinFile);
  if (found === undefined || !isAlive(found['pid'])) return undefined;
  const { url, user, password } = found;
  if (typeof url !== 'string' || typeof user !== 'string' || typeof password !== 'string') return undefined;
  // A store that hangs must not hold a question or `doctor` for as long as a query may take.
  if (!(await ping(Number(URL.parse(url)?.port ?? 0), PING_LIMIT_MS))) return undefined;
  const client = connectStore({ url, user, password, lane: 'exports' });
  return { client, close: () => client.close() };
}

async function startForOnce(directory: DataDirectory, config: Config['store'], io: CommandIo): Promise<OpenedStore> {
  if (!existsSync(directory.storeDirectory)) {
    throw new TidelineError(
      'FILE_UNREADABLE',
      `There is no store in ${directory.root} yet: \`tideline up\` or \`tideline replay FILE --mapping M.yaml\` fills it.`,
    );
  }
  const deps = {
    clock: io.clock,
    randomBytes,
    execPath: process.execPath,
    environment: io.env,
    report: () => undefined,
  };
  const { memoryBytes, port } = config;
  const options = { directory: directory.storeDirectory, memoryBytes, port };
  const store = await startStore(options, deps, io.signal).catch((error: unknown) => {
    // A start that was given up says only that it was killed.
    io.signal.throwIfAborted();
    throw error;
  });
  const client = connectStore({ url: store.url, ...store.viewer, lane: 'exports' });
  return {
    client,
    async close() {
      await client.close();
      await store.stop(STOP_MS);
    },
  };
}
