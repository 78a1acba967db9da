import type { DatabaseSync } from 'node:sqlite';
import { decodeChunk, type Chunk, type EncodedChunk } from '../../../schemas/envelope.ts';
import { messageOf, TidelineError } from '../../errors.ts';
import type { Offset, Partition, Positioned } from '../log.ts';
import { statements } from './database.ts';
import type { PartitionName } from './named.ts';

const OFFSET_BITS = 40n;

const SQL = {
  find: 'SELECT id FROM logs WHERE workspace = ? AND timeline = ? AND stream = ? AND generation = ? AND partition = ?',
  create: 'INSERT INTO logs (workspace, timeline, stream, generation, partition) VALUES (?, ?, ?, ?, ?) RETURNING id',
  bounds: 'SELECT first, next, bytes FROM logs WHERE id = ?',
  insert: 'INSERT INTO chunks (id, count, received, bytes) VALUES (?, ?, ?, ?)',
  advance: 'UPDATE logs SET next = ?, bytes = bytes + ? WHERE id = ?',
  read: 'SELECT id, count, bytes FROM chunks WHERE id >= ? AND id < ? ORDER BY id LIMIT 1',
  holding: 'SELECT id FROM chunks WHERE id <= ? AND id >= ? ORDER BY id DESC LIMIT 1',
};

function describePartition(p: Partition): string {
  return `${p.workspace}/${p.timeline}/${p.stream.name}/${p.partition}`;
}

/** The row of a chunk that starts at the offset. */
function rowOf(id: number, offset: Offset): bigint {
  return (BigInt(id) << OFFSET_BITS) | BigInt(offset);
}

/** Chunks of partitions in one SQLite file; every call belongs to whatever transaction is open. */
export function chunkTable(db: DatabaseSync) {
  const sql = statements(db, SQL);
  const ids = new Map<string, number>();

  function find(p: PartitionName): number | undefined {
    const key = `${p.workspace}\0${p.timeline}\0${p.stream.name}\0${p.generation}\0${p.partition}`;
    const known = ids.get(key);
    if (known !== undefined) return known;
    const row = sql('find').get(p.workspace, p.timeline, p.stream.name, p.generation, p.partition);
    if (row === undefined) return undefined;
    const id = Number(row['id']);
    ids.set(key, id);
    return id;
  }

  function idOf(p: PartitionName): number {
    return (
      find(p) ?? Number(sql('create').get(p.workspace, p.timeline, p.stream.name, p.generation, p.partition)?.['id'])
    );
  }

  function bounds(p: PartitionName): { first: Offset; next: Offset; bytes: number } {
    const id = find(p);
    const row = id === undefined ? undefined : sql('bounds').get(id);
    return { first: Number(row?.['first'] ?? 0), next: Number(row?.['next'] ?? 0), bytes: Number(row?.['bytes'] ?? 0) };
  }

  return {
    find,
    bounds,

    /** To be called when a transaction in which something was appended is rolled back: logs that it made are no more. */
    forget: (): void => ids.clear(),

    idOf,

    append(p: PartitionName, { count, received, bytes }: EncodedChunk): Offset {
      const id = idOf(p);
      const { next } = bounds(p);
      sql('insert').run(rowOf(id, next), count, received, bytes);
      sql('advance').run(next + count, bytes.length, id);
      return next;
    },

    /** Whole chunks from the one that holds `from`, until about `maxBytes`; empty at the end. */
    read<T>(p: Partition<T>, from: Offset, maxBytes: number): Positioned<T>[] {
      const id = find(p);
      if (id === undefined) return [];
      const { first } = bounds(p);
      if (from < first) throw trimmed(p, from, first);
      const found: Positioned<T>[] = [];
      const end = rowOf(id + 1, 0);
      sql('holding').setReadBigInts(true);
      const start = sql('holding').get(rowOf(id, from), rowOf(id, 0));
      let at = start === undefined ? rowOf(id, from) : (start['id'] as bigint);
      for (let size = 0; size < maxBytes;) {
        sql('read').setReadBigInts(true);
        const row = sql('read').get(at, end);
        if (row === undefined) break;
        const rowId = row['id'] as bigint;
        const offset = Number(rowId & ((1n << OFFSET_BITS) - 1n));
        const count = Number(row['count']);
        const bytes = row['bytes'] as Uint8Array;
        at = rowId + 1n;
        if (offset + count <= from) continue;
        found.push({
          offset,
          count,
          get chunk() {
            return decoded(p, offset, bytes);
          },
        });
        size += bytes.length;
      }
      return found;
    },
  };
}

function decoded<T>(p: Partition<T>, offset: Offset, bytes: Uint8Array): Chunk<T> {
  try {
    return decodeChunk(p.stream.codec, bytes);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new TidelineError(
      'LOG_CORRUPT',
      `${describePartition(p)} is damaged at offset ${offset} (${messageOf(error)}). Restore the directory from a backup, or replay into another timeline; nothing before this offset is touched.`,
      { cause: error },
    );
  }
}

function trimmed(p: Partition, from: Offset, first: Offset): TidelineError {
  return new TidelineError(
    'LOG_TRIMMED',
    `${describePartition(p)}: retention has deleted up to offset ${first}, but a reader still needs ${from}. Rebuild from intake, or restore a backup.`,
  );
}
