import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { TidelineError } from '../runtime/errors.ts';
import { checkpointTable } from '../runtime/log/embedded/checkpoints.ts';
import { chunkTable } from '../runtime/log/embedded/chunks.ts';
import { openDatabase } from '../runtime/log/embedded/database.ts';
import { timelineTable } from '../runtime/log/embedded/timelines.ts';
import type { Offset, Partition, Positioned } from '../runtime/log/log.ts';
import { nearest } from '../runtime/nearest.ts';
import { STREAMS } from '../schemas/streams.ts';
import { existingDirectory } from './existing-directory.ts';
import type { CommandIo } from './io.ts';
import type { CommonOptions } from './options.ts';

export interface ReaderLag {
  readonly task: string;
  readonly records: number;
}

/** A partition as it is now. */
export interface PartitionStatus {
  readonly partition: Partition;
  readonly first: Offset;
  readonly next: Offset;
  readonly bytes: number;
  readonly readers: readonly ReaderLag[];
}

export interface PartitionFilter {
  readonly timeline?: string | undefined;
  readonly stream?: string | undefined;
  readonly partition?: number | undefined;
}

/** The log, looked at by a connection of its own that cannot write: it works while another process runs the directory. */
export interface OpenedLog {
  /** Of the newest generation of each; an unknown timeline is a USAGE error. */
  partitions(filter?: PartitionFilter): PartitionStatus[];
  /** Whole chunks from the one that holds `from`, about `maxBytes` of them; empty at the end. */
  read(partition: Partition, from: Offset, maxBytes: number): readonly Positioned<unknown>[];
  /** What a task stored with its position; empty when there is no such task. */
  meta(task: string): Uint8Array;
  close(): void;
}

export function openLog(options: Pick<CommonOptions, 'data'>, io: Pick<CommandIo, 'cwd'>): OpenedLog {
  const directory = existingDirectory(options, io);
  if (!existsSync(directory.logFile)) {
    throw new TidelineError(
      'FILE_UNREADABLE',
      `There is no log in ${directory.root} yet: \`tideline up\` or \`tideline replay FILE --mapping M.yaml\` creates it.`,
    );
  }
  const db = openDatabase({ path: directory.logFile, readOnly: true });
  const chunks = chunkTable(db);
  const checkpoints = checkpointTable(db);
  return {
    partitions: (filter = {}) => partitionsIn(db, filter),
    read: (partition, from, maxBytes) => chunks.read(partition, from, maxBytes),
    meta: (task) => checkpoints.restore(task).meta,
    close: () => db.close(),
  };
}

const PARTITIONS = `
SELECT id, workspace, timeline, stream, generation, partition, first, next, bytes FROM logs AS l
WHERE generation = (SELECT max(generation) FROM logs AS o WHERE o.workspace = l.workspace AND o.timeline = l.timeline AND o.stream = l.stream)
ORDER BY workspace, timeline, partition`;

function partitionsIn(db: DatabaseSync, filter: PartitionFilter): PartitionStatus[] {
  if (filter.timeline !== undefined) {
    const names = timelineTable(db)
      .all()
      .map(({ name }) => name);
    if (!names.includes(filter.timeline)) throw unknown('timeline', filter.timeline, names);
  }
  const lags = db.prepare('SELECT name, next FROM tasks WHERE input = ? ORDER BY name');
  const found = db.prepare(PARTITIONS).all();
  const statuses = found.flatMap((row): PartitionStatus[] => {
    const stream = STREAMS.find(({ name }) => name === row['stream']);
    if (stream === undefined || (filter.stream ?? stream.name) !== stream.name) return [];
    const [timeline, partition, next] = [String(row['timeline']), Number(row['partition']), Number(row['next'])];
    if ((filter.timeline ?? timeline) !== timeline || (filter.partition ?? partition) !== partition) return [];
    const readers = lags.all(Number(row['id'])).map((task) => ({
      task: String(task['name']),
      records: Math.max(0, next - Number(task['next'])),
    }));
    const [workspace, generation] = [String(row['workspace']), Number(row['generation'])];
    const place = { workspace, timeline, stream, generation, partition };
    return [{ partition: place, first: Number(row['first']), next, bytes: Number(row['bytes']), readers }];
  });
  // In the data's way: intake first.
  return statuses.toSorted((a, b) => {
    const timelines =
      Number(a.partition.timeline > b.partition.timeline) - Number(a.partition.timeline < b.partition.timeline);
    return timelines || STREAMS.indexOf(a.partition.stream) - STREAMS.indexOf(b.partition.stream);
  });
}

/** A USAGE error that names what there is. */
export function unknown(what: string, name: string, known: readonly string[]): TidelineError {
  const close = nearest(name, known);
  const there = known.length === 0 ? 'there is none yet' : `there are: ${known.join(', ')}`;
  return new TidelineError(
    'USAGE',
    `No ${what} is called ${name}; ${close === undefined ? there : `did you mean ${close}?`}`,
  );
}
