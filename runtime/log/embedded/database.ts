import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { messageOf, TidelineError } from '../../errors.ts';
import { FORMAT, TABLES, UPGRADES } from './tables.ts';

export interface DatabaseOptions {
  /** A file path, or ':memory:'. */
  readonly path: string;
  readonly readOnly?: boolean;
  /** Tests: a full disk. */
  readonly maxPages?: number;
}

/** Opens the file, WAL and synchronous = FULL: a commit that returned survives a power cut. */
export function openDatabase(options: DatabaseOptions): DatabaseSync {
  const { path, readOnly = false, maxPages } = options;
  let db: DatabaseSync;
  try {
    db = new DatabaseSync(path, { readOnly, timeout: 5_000 });
    if (!readOnly) {
      db.exec(
        'PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 1000',
      );
      db.exec('PRAGMA cache_size = -131072');
      if (maxPages !== undefined) db.exec(`PRAGMA max_page_count = ${maxPages}`);
    }
  } catch (error) {
    throw databaseError(error, path);
  }
  const format = Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (format > FORMAT) {
    throw new TidelineError(
      'DIRECTORY_NEWER',
      `${path} was written by a newer version of Tideline (format ${format}, this one reads up to ${FORMAT}). Install that version, or use another --data directory.`,
    );
  }
  if (!readOnly) {
    try {
      db.exec('BEGIN IMMEDIATE');
      db.exec(TABLES);
      for (let to = Math.max(1, format) + 1; to <= FORMAT; to++) db.exec(UPGRADES[to] ?? '');
      db.exec(`PRAGMA user_version = ${FORMAT}; COMMIT`);
    } catch (error) {
      throw databaseError(error, path);
    }
  }
  return db;
}

/** SQLite's result codes, as far as a person can do something about them. */
export function databaseError(error: unknown, path: string): Error {
  const code = (error as { errcode?: number }).errcode ?? 0;
  const options = { cause: error };
  switch (code & 255) {
    case 13:
      return new TidelineError(
        'DISK_FULL',
        `The disk that holds ${path} is full: free some space and start again; nothing acknowledged is lost.`,
        options,
      );
    case 8:
    case 14:
      return new TidelineError(
        'DIRECTORY_READONLY',
        `${path} cannot be written: check the permissions of the directory, or choose another with --data.`,
        options,
      );
    case 10:
      return new TidelineError(
        'DISK_FAILED',
        `The disk that holds ${path} failed (${messageOf(error)}): look whether it is still mounted, has space, and what the system log (dmesg) says of it. ` +
          'When it works, start again: what was acknowledged is there if the disk kept it.',
        options,
      );
    case 11:
    case 26:
      return new TidelineError(
        'LOG_CORRUPT',
        `${path} is damaged (${messageOf(error)}). Restore it from a backup, or start with another --data directory.`,
        options,
      );
    default:
      return error instanceof Error ? error : new Error(messageOf(error), options);
  }
}

/** Prepared statements by name, made when first used. */
export function statements<K extends string>(
  db: DatabaseSync,
  sql: Readonly<Record<K, string>>,
): (name: K) => StatementSync {
  const prepared = new Map<K, StatementSync>();
  return (name) => {
    let statement = prepared.get(name);
    if (statement === undefined) prepared.set(name, (statement = db.prepare(sql[name])));
    return statement;
  };
}
