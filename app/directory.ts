import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { messageOf, TidelineError } from '../runtime/errors.ts';

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

/**
 * Makes this process the one writer of the directory until it ends: the lock is SQLite's on an own file, so the system drops it
 * when the process dies, however it dies. A second one gets DIRECTORY_LOCKED with the owner's name.
 */
export function claimDirectory(
  root: string,
  owner: Owner,
): { readonly directory: DataDirectory; readonly release: () => void } {
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
  if (!/locked|busy/i.test(messageOf(error))) return unwritable(root, error);
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
