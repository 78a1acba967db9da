import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** How far a source was read, as a restart will find it. */
export interface StoredCursor {
  /** Items handed over, all readings together. */
  readonly total: number;
  /** Of those, in the present reading of the present file. */
  readonly inFile: number;
}

/**
 * Cursors of all sources by task name, out of the log file of a directory that nobody has open. From a copy: to open the file itself
 * would run SQLite's recovery, and the restart would find a directory that no crash has left.
 */
export function storedCursors(logFile: string): ReadonlyMap<string, StoredCursor> {
  const cursors = new Map<string, StoredCursor>();
  if (!existsSync(logFile)) return cursors;
  const directory = mkdtempSync(join(tmpdir(), 'tideline-cursor-'));
  const copy = join(directory, 'log.db');
  for (const end of ['', '-wal']) if (existsSync(logFile + end)) copyFileSync(logFile + end, copy + end);
  const db = new DatabaseSync(copy);
  try {
    const known = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'tasks'").get();
    const rows =
      known === undefined ? [] : db.prepare("SELECT name, next, meta FROM tasks WHERE name LIKE '%/source/%'").all();
    for (const { name, next, meta } of rows) {
      const { cursor } = JSON.parse(new TextDecoder().decode(meta as Uint8Array)) as { cursor?: { lines?: number } };
      cursors.set(String(name), { total: Number(next), inFile: cursor?.lines ?? 0 });
    }
    return cursors;
  } finally {
    db.close();
    rmSync(directory, { recursive: true });
  }
}
