import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { messageOf, TidelineError } from '../runtime/errors.ts';
import type { CommandIo } from './io.ts';
import { isTaken } from './store-lease.ts';

/** Layout of a data directory. A newer one is refused. */
const DIRECTORY_FORMAT = 1;

export interface Owner {
  readonly pid: number;
  readonly command: string;
  readonly since: string;
}

export interface DataDirectory {
  readonly root: string;
  readonly logFile: string;
  readonly storeDirectory: string;
  readonly workDirectory: string;
  readonly joinFile: string;
}

export function dataDirectory(root: string): DataDirectory {
  return {
    root,
    logFile: join(root, 'log.sqlite'),
    storeDirectory: join(root, 'store'),
    workDirectory: join(root, 'work'),
    joinFile: join(root, 'run', 'store.json'),
  };
}

export interface ClaimedDirectory {
  readonly directory: DataDirectory;
  readonly release: () => void;
}

/** The command that owns a directory only as long as its store answers a question. */
export const QUESTION = 'sql';

const QUESTION_LIMIT_MS = 60_000;
const QUESTION_POLL_MS = 50;

/** The same as claimDirectory for a command that writes: a question that has started the store is waited for, a while. */
export async function claimAfterQuestions(root: string, owner: Owner, io: CommandIo): Promise<ClaimedDirectory> {
  const patience = io.clock.now() + QUESTION_LIMIT_MS;
  for (let told = false; ; told = true) {
    try {
      return claimDirectory(root, owner);
    } catch (error) {
      const isLocked = error instanceof TidelineError && error.code === 'DIRECTORY_LOCKED';
      if (!isLocked || ownerOf(root)?.command !== QUESTION || io.clock.now() >= patience) throw error;
      if (!told) io.stderr.write('Waiting for a question that `tideline sql` asks in this directory …\n');
    }
    await io.clock.sleep(QUESTION_POLL_MS, io.signal);
  }
}

/**
 * Makes this process the one writer of the directory until it ends: the lock is SQLite's on an own file, so the system drops it
 * when the process dies, however it dies. A second one gets DIRECTORY_LOCKED with the owner's name.
 */
export function claimDirectory(root: string, owner: Owner): ClaimedDirectory {
  refuseFile(root);
  const directory = dataDirectory(root);
  const run = join(root, 'run');
  let lock: DatabaseSync;
  try {
    mkdirSync(run, { recursive: true, mode: 0o700 });
    mkdirSync(directory.workDirectory, { recursive: true, mode: 0o700 });
    checkFormat(join(root, 'version'));
    lock = new DatabaseSync(join(run, 'lock.db'), { timeout: 0 });
  } catch (error) {
    throw error instanceof TidelineError ? error : unwritable(root, error);
  }
  const ownerFile = join(run, 'owner.json');
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    writeFileSync(ownerFile, `${JSON.stringify(owner)}\n`, { mode: 0o600 });
  } catch (error) {
    lock.close();
    throw lockError(root, error);
  }
  return {
    directory,
    release() {
      rmSync(ownerFile, { force: true });
      rmSync(directory.joinFile, { force: true });
      lock.close();
    },
  };
}

/** A USAGE error when the path is something else than a directory; one that does not exist yet is fine. */
export function refuseFile(root: string): void {
  if (statSync(root, { throwIfNoEntry: false })?.isDirectory() !== false) return;
  throw new TidelineError(
    'USAGE',
    `--data ${root} is a file: it must name a directory, which Tideline creates and fills (default: .tideline).`,
  );
}

function unwritable(root: string, error: unknown): TidelineError {
  const cause = { cause: error };
  if ((error as NodeJS.ErrnoException).code === 'ENOSPC') {
    return new TidelineError(
      'DISK_FULL',
      `The disk that holds ${root} is full: free some space and start again.`,
      cause,
    );
  }
  const advice = 'check its permissions, or choose another directory with --data';
  return new TidelineError('DIRECTORY_READONLY', `${root} cannot be written (${messageOf(error)}): ${advice}.`, cause);
}

function lockError(root: string, error: unknown): TidelineError {
  if (!isTaken(error)) return unwritable(root, error);
  const owner = ownerOf(root);
  const who =
    owner === undefined
      ? 'another process'
      : `\`tideline ${owner.command}\` (process ${owner.pid}, since ${owner.since})`;
  return new TidelineError(
    'DIRECTORY_LOCKED',
    `${root} is in use by ${who}: one process writes a directory. Stop it first, or choose another with --data. Questions with \`tideline sql\` work beside it.`,
    { cause: error },
  );
}

/** Who holds, or last held, the directory. */
export function ownerOf(root: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(join(root, 'run', 'owner.json'), 'utf8')) as Owner;
  } catch {
    return undefined;
  }
}

function checkFormat(file: string): void {
  if (!existsSync(file)) {
    writeFileSync(file, `${DIRECTORY_FORMAT}\n`);
    return;
  }
  const format = Number(readFileSync(file, 'utf8'));
  if (!Number.isInteger(format) || format > DIRECTORY_FORMAT) {
    throw new TidelineError(
      'DIRECTORY_NEWER',
      `${file} says format ${readFileSync(file, 'utf8').trim()}, and this version of Tideline reads up to ${DIRECTORY_FORMAT}. Use the version that wrote it, or another --data directory.`,
    );
  }
}

/** How other commands join the running store: only its owner may read it. */
export function writeJoinFile(
  file: string,
  endpoint: { pid: number; url: string; user: string; password: string },
): void {
  writeFileSync(file, `${JSON.stringify(endpoint)}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
}
