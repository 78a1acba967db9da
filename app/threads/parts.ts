import type { TaskInput } from '../../runtime/log/embedded/client.ts';
import type { Timeline } from '../../runtime/log/embedded/timelines.ts';
import type { Partition } from '../../runtime/log/log.ts';
import { taskName, type TaskPlace } from '../../runtime/task/task.ts';
import { normalise } from '../../ingest/normalise/pipeline.ts';
import { accounts } from '../../processors/accounts/pipeline.ts';
import { mentions } from '../../processors/mentions/pipeline.ts';
import { sinkTask, type BatcherOptions } from '../../sinks/batcher.ts';
import type { Table } from '../../sinks/clickhouse/table.ts';
import { revisionOf, TABLES } from '../../sinks/clickhouse/tables.ts';

/** The first computation of every pipeline; a rebuild is a later one. */
export const GENERATION = 1;
const LINGER_MS = 40;

export type TableName = keyof typeof TABLES;

/** The one with the most work first: it goes to a thread beside the engine's, which has the file to write. */
const TABLE_NAMES: readonly TableName[] = [
  'mentionFacts',
  'windowFacts',
  'snapshotFacts',
  'engagementFacts',
  'postFacts',
  'rateFacts',
  'growthFacts',
  'countFacts',
];

/** What one thread runs of a timeline: the tasks of some partitions, and the sinks of some tables. */
export interface Share {
  readonly timeline: Timeline;
  readonly partitions: readonly number[];
  readonly tables: readonly TableName[];
}

/** Whoever reads the log, and where: what is behind is not done. */
export interface Part extends TaskInput {
  readonly kind: 'task' | 'sink';
}

/**
 * A timeline spread over so many threads, the engine's first. Tasks by partition; a sink as a whole, since halves of its batches would
 * cost the store twice as many inserts.
 */
export function sharesOf(timeline: Timeline, threads: number): Share[] {
  const all = Array.from({ length: timeline.partitions }, (_, partition) => partition);
  return Array.from({ length: threads }, (_, thread) => ({
    timeline,
    partitions: all.filter((partition) => partition % threads === thread),
    tables: TABLE_NAMES.filter((_name, i) => (i + 1) % threads === thread),
  }));
}

export function placeOf({ workspace, name, partitions }: Timeline, partition: number): TaskPlace {
  return { workspace, timeline: name, generation: GENERATION, partition, partitions };
}

export function batchOf<T>({ workspace, name, partitions }: Timeline, table: Table<T>): BatcherOptions<T> {
  return {
    sink: 'clickhouse',
    workspace,
    timeline: name,
    generation: GENERATION,
    partitions,
    stream: table.stream,
    revisionOf: (value, at) => revisionOf(table.settingsVersion(value), at),
    lingerMs: LINGER_MS,
  };
}

/** Every task and sink of a timeline, partition by partition: records also pass from a later partition to an earlier one. */
export function partsOf(timeline: Timeline): Part[] {
  const parts: Part[] = [];
  for (let partition = 0; partition < timeline.partitions; partition++) {
    const place = placeOf(timeline, partition);
    for (const pipeline of [normalise, mentions, accounts]) {
      const generation = pipeline === normalise ? 0 : GENERATION;
      const input: Partition = { ...place, stream: pipeline.input, generation };
      parts.push({ task: taskName(pipeline.name, place), input, kind: 'task' });
    }
    for (const { stream } of Object.values(TABLES)) {
      const sink = { ...place, sink: 'clickhouse', stream };
      parts.push({ task: sinkTask(sink, partition), input: { ...place, stream }, kind: 'sink' });
    }
  }
  return parts;
}
