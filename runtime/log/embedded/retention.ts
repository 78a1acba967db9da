import type { DatabaseSync } from 'node:sqlite';
import { deadLetters, STREAMS } from '../../../schemas/streams.ts';

export interface RetentionLimits {
  /** Over all streams. */
  readonly bytes: number;
  /** How long intake is kept; undefined: as its stream says. */
  readonly intakeMs?: number | undefined;
}

const DEFAULT_RETENTION: RetentionLimits = { bytes: 2_000_000_000 };

export interface RetentionResult {
  readonly deletedBytes: number;
  readonly bytes: number;
  /**
   * Over the bound, and nothing more may be deleted: who still needs the oldest records. LETTERS among them: dead letters have more
   * than their share; alone they hold it until they are old, so whoever waits for nobody else waits in vain.
   */
  readonly heldBy: readonly string[];
}

/** The dead letters themselves, in the place of a reader. */
export const LETTERS = deadLetters.name;

/**
 * Of the bound: dead letters are the only copy of what could not be used, so they never go for room. Up to this share the other
 * streams make room for them; beyond it intake waits instead of losing what it keeps for a rebuild.
 */
export const LETTERS_SHARE = 0.5;

interface LogRow {
  readonly id: number;
  readonly stream: string;
  readonly next: number;
}

const OLDEST =
  'SELECT id, count, received, length(bytes) AS size FROM chunks WHERE id >= ? AND id < ? ORDER BY id LIMIT 1';

/**
 * Deletes chunks that every reader has passed and that are older than their stream keeps; over the byte bound also younger ones,
 * results first, intake last, dead letters not at all. Never what a reader of ours still needs.
 */
export function retain(db: DatabaseSync, now: number, limits: RetentionLimits = DEFAULT_RETENTION): RetentionResult {
  const rows = db.prepare('SELECT id, stream, next FROM logs').all();
  const logs: LogRow[] = rows.map((row) => ({
    id: Number(row['id']),
    stream: String(row['stream']),
    next: Number(row['next']),
  }));
  logs.sort((a, b) => Number(a.stream === 'intake') - Number(b.stream === 'intake') || a.id - b.id);
  const before = storedBytes(db);
  let bytes = before;
  const freed = (size: number): void => {
    bytes -= size;
  };
  for (const log of logs) trim(db, log, (received) => received < now - retentionOf(log.stream, limits), freed);
  const letters = storedBytes(db, LETTERS);
  const most = Math.max(limits.bytes, letters + limits.bytes * (1 - LETTERS_SHARE));
  for (const log of logs) if (log.stream !== LETTERS) trim(db, log, () => bytes > most, freed);
  if (bytes <= limits.bytes) return { deletedBytes: before - bytes, bytes, heldBy: [] };
  const heldBy = [...holders(db), ...(most > limits.bytes ? [LETTERS] : [])];
  return { deletedBytes: before - bytes, bytes, heldBy };
}

/** Over all streams, or of one. */
export function storedBytes(db: DatabaseSync, stream?: string): number {
  const sum = 'SELECT coalesce(sum(bytes), 0) AS bytes FROM logs';
  const row = stream === undefined ? db.prepare(sum).get() : db.prepare(`${sum} WHERE stream = ?`).get(stream);
  return Number(row?.['bytes'] ?? 0);
}

function retentionOf(stream: string, { intakeMs }: RetentionLimits): number {
  if (stream === 'intake' && intakeMs !== undefined) return intakeMs;
  return STREAMS.find((known) => known.name === stream)?.retentionMs ?? Infinity;
}

function trim(
  db: DatabaseSync,
  log: LogRow,
  mayGo: (received: number) => boolean,
  freed: (bytes: number) => void,
): void {
  const needed = db.prepare('SELECT min(next) AS next FROM tasks WHERE input = ?').get(log.id)?.['next'];
  const keepFrom = needed === null || needed === undefined ? (log.stream === LETTERS ? log.next : 0) : Number(needed);
  const base = BigInt(log.id) << 40n;
  const oldest = db.prepare(OLDEST);
  const remove = db.prepare('DELETE FROM chunks WHERE id = ?');
  const advance = db.prepare('UPDATE logs SET first = ?, bytes = bytes - ? WHERE id = ?');
  oldest.setReadBigInts(true);
  for (;;) {
    const row = oldest.get(base, base + (1n << 40n));
    if (row === undefined) return;
    const id = row['id'] as bigint;
    const end = Number(id - base) + Number(row['count']);
    if (end > keepFrom || end >= log.next || !mayGo(Number(row['received']))) return;
    const size = Number(row['size']);
    remove.run(id);
    advance.run(end, size, log.id);
    freed(size);
  }
}

function holders(db: DatabaseSync): string[] {
  const rows = db
    .prepare(
      'SELECT tasks.name AS name FROM tasks JOIN logs ON logs.id = tasks.input WHERE tasks.next < logs.next ORDER BY logs.next - tasks.next DESC LIMIT 5',
    )
    .all();
  return rows.map((row) => String(row['name']));
}
