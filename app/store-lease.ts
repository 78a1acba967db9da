import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { messageOf } from '../runtime/errors.ts';

/**
 * Who uses a store, as locks that the system drops when a process ends, however it ends: everybody who joined shares one, and
 * whoever started the store for a question stops it only when nobody else does.
 */

/** Shares the store of the directory: call before its address is read. Undefined while its starter is stopping it. */
export function shareStore(root: string): (() => void) | undefined {
  return locked(root, (lock) => {
    lock.exec('BEGIN');
    // The lock comes with the first read, not with BEGIN.
    lock.prepare('SELECT 1 FROM sqlite_master').all();
  });
}

/** The store for its starter alone, from when on nobody joins any more; undefined while others use it. */
export function takeStoreBack(root: string): (() => void) | undefined {
  return locked(root, (lock) => lock.exec('BEGIN EXCLUSIVE'));
}

function locked(root: string, take: (lock: DatabaseSync) => void): (() => void) | undefined {
  let lock: DatabaseSync | undefined;
  try {
    lock = openLock(root);
    take(lock);
    return () => lock?.close();
  } catch (error) {
    lock?.close();
    if (isTaken(error)) return undefined;
    // A disk that is full or read-only must not keep a question from being asked, nor a store from being stopped.
    return () => undefined;
  }
}

function openLock(root: string): DatabaseSync {
  return new DatabaseSync(join(root, 'run', 'store-users.db'), { timeout: 0 });
}

/** Of a lock of SQLite's: somebody else has it. */
export function isTaken(error: unknown): boolean {
  return /locked|busy/i.test(messageOf(error));
}
