import { decode, encode } from '../schemas/bytes.ts';
import type { LogRecord } from '../schemas/envelope.ts';
import type { Stream } from '../schemas/streams.ts';
import type { Log, LogReader, Partition, Positioned, TaskStore, Unit } from '../runtime/log/log.ts';
import { emptyMeta, taskMeta, type TaskMeta } from '../runtime/task/meta.ts';
import { acceptName } from '../runtime/task/names.ts';
import { previousOf } from '../runtime/task/task.ts';
import type { Clock } from '../runtime/time/clock.ts';
import type { Result, Sink } from './sink.ts';

export interface BatcherOptions<T> {
  /** e.g. `clickhouse`: names its positions. */
  readonly sink: string;
  readonly workspace: string;
  readonly timeline: string;
  readonly generation: number;
  readonly partitions: number;
  readonly stream: Stream<T>;
  readonly revisionOf: (value: T, at: number) => bigint;
  /** Waits this long after the first record of a batch: larger inserts for a little latency. */
  readonly lingerMs: number;
}

export interface BatcherDeps<T> {
  readonly log: Log;
  readonly store: TaskStore;
  readonly clock: Clock;
  readonly target: Sink<Result<T>>;
  readonly onCommit?: (task: string, next: number) => void;
  /** Crash tests. */
  readonly at?: (point: 'insert-acknowledged' | 'sink-position') => void;
}

interface Lane<T> {
  readonly task: string;
  readonly partition: Partition<T>;
  readonly meta: TaskMeta;
  readonly reader: LogReader<T>;
  next: number;
  pending: Promise<readonly Positioned<T>[]> | undefined;
  arrived: readonly Positioned<T>[];
}

export function sinkTask(
  o: { sink: string; workspace: string; timeline: string; generation: number; stream: Stream },
  partition: number,
): string {
  return `${o.workspace}/${o.timeline}/sink-${o.sink}/${o.generation}/${o.stream.name}/${partition}`;
}

/**
 * Carries one result stream, all partitions, into a sink: read, drop repeats by name (law 3), write, and only then store positions
 * and last names. Ends with the signal's reason.
 */
export async function runBatcher<T>(
  options: BatcherOptions<T>,
  deps: BatcherDeps<T>,
  signal: AbortSignal,
): Promise<void> {
  const lanes: Lane<T>[] = [];
  for (let i = 0; i < options.partitions; i++) lanes.push(await openLane(options, deps, i));
  for (;;) {
    await gather(lanes, signal);
    if (options.lingerMs > 0) {
      await deps.clock.sleep(options.lingerMs, signal);
      await settled(lanes);
    }
    const touched = lanes.filter((lane) => lane.arrived.length > 0);
    const rows = touched.flatMap((lane) => resultsOf(options, lane));
    if (rows.length > 0) await deps.target.write(rows, signal);
    deps.at?.('insert-acknowledged');
    await deps.store.commit(touched.map(unitOf));
    deps.at?.('sink-position');
    for (const lane of touched) deps.onCommit?.(lane.task, lane.next);
  }
}

async function openLane<T>(options: BatcherOptions<T>, deps: BatcherDeps<T>, index: number): Promise<Lane<T>> {
  const { workspace, timeline, generation, stream } = options;
  const task = sinkTask(options, index);
  const { next, meta } = await deps.store.restore(task);
  const partition: Partition<T> = { workspace, timeline, stream, generation, partition: index };
  return {
    task,
    partition,
    meta: meta.length === 0 ? emptyMeta(1) : decode(taskMeta, meta),
    reader: deps.log.read(partition, next),
    next,
    pending: undefined,
    arrived: [],
  };
}

/** Waits until at least one lane has something. */
async function gather<T>(lanes: readonly Lane<T>[], signal: AbortSignal): Promise<void> {
  const waits = lanes.map((lane) => {
    lane.pending ??= lane.reader.next(signal).then((batch) => (lane.arrived = batch));
    return lane.pending;
  });
  await Promise.race(waits);
  await settled(lanes);
}

/** Lets every read that is already there arrive. */
async function settled<T>(lanes: readonly Lane<T>[]): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  for (const lane of lanes) if (lane.arrived.length > 0) lane.pending = undefined;
}

function resultsOf<T>(options: BatcherOptions<T>, lane: Lane<T>): Result<T>[] {
  const { workspace, timeline, generation, revisionOf } = options;
  const results: Result<T>[] = [];
  for (const { offset, chunk } of lane.arrived) {
    chunk.records.forEach((record: LogRecord<T>, i) => {
      if (offset + i < lane.next || record.name === undefined) return;
      if (!acceptName(lane.meta.seen, chunk.producer, record.name, previousOf(chunk, i), lane.task)) return;
      if (record.kind !== 'data') return;
      const { value, trace } = record;
      const revision = revisionOf(value, record.name.at);
      results.push({
        workspace,
        timeline,
        generation,
        partition: lane.partition.partition,
        offset: offset + i,
        trace,
        revision,
        value,
      });
    });
    lane.next = offset + chunk.records.length;
  }
  lane.arrived = [];
  return results;
}

function unitOf<T>(lane: Lane<T>): Unit {
  return {
    task: lane.task,
    input: lane.partition,
    next: lane.next,
    meta: encode(taskMeta, lane.meta),
    state: [],
    outputs: [],
  };
}
