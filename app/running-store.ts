import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { connectStore, type StoreClient } from '../runtime/clickhouse/client.ts';
import { ping } from '../runtime/clickhouse/ping.ts';
import { startStore } from '../runtime/clickhouse/supervisor.ts';
import { messageOf, TidelineError } from '../runtime/errors.ts';
import { isoOf } from '../schemas/instants.ts';
import type { Config } from './config/settings.ts';
import {
  claimDirectory,
  ownerOf,
  QUESTION,
  writeJoinFile,
  type ClaimedDirectory,
  type DataDirectory,
} from './directory.ts';
import type { CommandIo } from './io.ts';
import { isAlive, readProcessFile } from './process-file.ts';
import { shareStore, takeStoreBack } from './store-lease.ts';

/** A store to ask as the viewer; `close` also stops it when it was started for the question and nobody else uses it. */
export interface OpenedStore {
  readonly client: StoreClient;
  close(): Promise<void>;
}

const STOP_MS = 10_000;
const PING_LIMIT_MS = 2_000;
const POLL_MS = 50;
const TELL_AFTER_MS = 3_000;
/** A large store needs up to 30 s to start, and whoever starts it may have to wait for the last one's end. */
const WAIT_LIMIT_MS = 45_000;

/**
 * Joins the store that runs in the directory, or starts it for as long as the question takes, for others too. While another
 * process starts or stops it, waits; DIRECTORY_LOCKED when that takes too long.
 */
export async function openStore(
  directory: DataDirectory,
  config: () => Config['store'],
  io: CommandIo,
): Promise<OpenedStore> {
  const began = io.clock.now();
  for (let told = false; ;) {
    const joined = await joinStore(directory);
    if (joined !== undefined) return joined;
    if (!isAlive(ownerOf(directory.root)?.pid)) refuseEmpty(directory);
    const claimed = claimedForQuestion(directory, io);
    if ('release' in claimed) return startForOnce(claimed, config, io);
    const waitedMs = io.clock.now() - began;
    if (waitedMs > WAIT_LIMIT_MS) throw notAnswering(directory, claimed.locked);
    if (!told && waitedMs > TELL_AFTER_MS) {
      told = true;
      io.stderr.write(`Waiting for the store of ${directory.root}, which ${ownerName(directory)} starts or stops …\n`);
    }
    await io.clock.sleep(POLL_MS, io.signal);
  }
}

/** Undefined when `run/store.json` is of a process that is gone or ending, or nobody answers there. */
export async function joinStore({ root, joinFile }: DataDirectory): Promise<OpenedStore | undefined> {
  if (!existsSync(joinFile)) return undefined;
  const leave = shareStore(root);
  const client = leave === undefined ? undefined : await clientAt(joinFile);
  if (leave === undefined || client === undefined) {
    leave?.();
    return undefined;
  }
  return {
    client,
    async close() {
      await client.close();
      leave();
    },
  };
}

async function clientAt(joinFile: string): Promise<StoreClient | undefined> {
  const found = readProcessFile(joinFile);
  if (found === undefined || !isAlive(found['pid'])) return undefined;
  const { url, user, password } = found;
  if (typeof url !== 'string' || typeof user !== 'string' || typeof password !== 'string') return undefined;
  // A store that hangs must not hold a question or `doctor` for as long as a query may take.
  if (!(await ping(Number(URL.parse(url)?.port ?? 0), PING_LIMIT_MS))) return undefined;
  return connectStore({ url, user, password, lane: 'exports' });
}

/** The directory's lock: two that start its store at once would write each other's passwords over. */
function claimedForQuestion({ root }: DataDirectory, io: CommandIo): ClaimedDirectory | { readonly locked: unknown } {
  try {
    return claimDirectory(root, { pid: process.pid, command: QUESTION, since: isoOf(io.clock.now()) });
  } catch (error) {
    if (error instanceof TidelineError && error.code === 'DIRECTORY_LOCKED') return { locked: error };
    throw error;
  }
}

async function startForOnce(
  { directory, release }: ClaimedDirectory,
  config: () => Config['store'],
  io: CommandIo,
): Promise<OpenedStore> {
  try {
    refuseEmpty(directory);
    const store = await startedStore(directory, config(), io);
    const { joinFile } = directory;
    const client = connectStore({ url: store.url, ...store.viewer, lane: 'exports' });
    const stop = async (): Promise<void> => {
      await client.close();
      await store.stop(STOP_MS);
      release();
    };
    try {
      writeJoinFile(joinFile, { pid: store.pid, url: store.url, ...store.viewer });
    } catch {
      // Others wait for it; this question needs no file.
    }
    return {
      client,
      async close() {
        const leave = await untilAlone(directory, io);
        await stop().finally(leave);
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

function startedStore({ storeDirectory }: DataDirectory, { memoryBytes, port }: Config['store'], io: CommandIo) {
  const deps = {
    clock: io.clock,
    randomBytes,
    execPath: process.execPath,
    environment: io.env,
    report: () => undefined,
  };
  return startStore({ directory: storeDirectory, memoryBytes, port }, deps, io.signal).catch((error: unknown) => {
    // A start that was given up says only that it was killed.
    io.signal.throwIfAborted();
    throw error;
  });
}

/** Not by the command's signal: the first Ctrl-C ends the own question, and others would be cut off with it. */
async function untilAlone({ root }: DataDirectory, io: CommandIo): Promise<() => void> {
  const began = io.clock.now();
  for (let told = false; ;) {
    const leave = takeStoreBack(root);
    if (leave !== undefined) return leave;
    if (!told && io.clock.now() - began > TELL_AFTER_MS) {
      told = true;
      io.stderr.write('Other questions still use the store that this one started: it ends with the last of them.\n');
    }
    await io.clock.sleep(POLL_MS, new AbortController().signal);
  }
}

function refuseEmpty({ root, storeDirectory }: DataDirectory): void {
  if (existsSync(storeDirectory)) return;
  throw new TidelineError(
    'FILE_UNREADABLE',
    `There is no store in ${root} yet: \`tideline up\` or \`tideline replay FILE --mapping M.yaml\` fills it.`,
  );
}

function ownerName({ root }: DataDirectory): string {
  const owner = ownerOf(root);
  return owner === undefined ? 'another process' : `\`tideline ${owner.command}\` (process ${owner.pid})`;
}

function notAnswering(directory: DataDirectory, cause: unknown): TidelineError {
  const [who, seconds] = [ownerName(directory), WAIT_LIMIT_MS / 1_000];
  return new TidelineError(
    'STORE_DOWN',
    `The store of ${directory.root} did not answer within ${seconds} s: ${who} holds it. See what that one says, or stop it and ask again. (${messageOf(cause)})`,
    { cause },
  );
}
