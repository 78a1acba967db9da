import { decode, encode } from '../schemas/bytes.ts';
import type { LogRecord, Name } from '../schemas/envelope.ts';
import { deadLetters, type Stream } from '../schemas/streams.ts';
import {
  NO_STATE,
  type Log,
  type LogReader,
  type Partition,
  type Positioned,
  type TaskStore,
  type Unit,
} from '../runtime/log/log.ts';
import { emptyMeta, taskMeta, type TaskMeta } from '../runtime/task/meta.ts';
import { acceptName } from '../runtime/task/names.ts';
import { outbox } from '../runtime/task/outbox.ts';
import { previousOf } from '../runtime/task/task.ts';
import type { Clock } from '../runtime/time/clock.ts';
import { refusedLetter } from './refused-letter.ts';
import type { Refusal, Result, Sink } from './sink.ts';

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
  readonly out: ReturnType<typeof outbox>;
  next: number;
  /** What stands in place of `next` and the names seen when the batch is stored. */
  passed: { readonly next: number; readonly seen: Map<string, Name> } | undefined;
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
 * and last names. A row that the sink refuses becomes a dead letter, an output of the commit that passes it. Ends with the signal's
 * reason.
 */
export async function runBatcher<T>(
  options: BatcherOptions<T>,
  deps: BatcherDeps<T>,
  signal: AbortSignal,
): Promise<void> {
  const lanes: Lane<T>[] = [];
  for (let i = 0; i < options.partitions; i++) lanes.push(await openLane(options, deps, i));
  // Before the first rows: retention keeps, and intake waits for, what a known reader needs. The store may be away from the start.
  await deps.store.commit(lanes.map(unitOf));
  for (;;) {
    await gather(lanes, signal);
    if (options.lingerMs > 0) {
      await deps.clock.sleep(options.lingerMs, signal);
      await settled(lanes);
    }
    const touched = lanes.filter((lane) => lane.arrived.length > 0);
    const refusals = await deps.target.write(() => touched.flatMap((lane) => resultsOf(options, lane)), signal);
    bury(options, lanes, refusals);
    deps.at?.('insert-acknowledged');
    touched.forEach(pass);
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
  const known = meta.length === 0 ? emptyMeta(1) : decode(taskMeta, meta);
  return {
    task,
    partition,
    meta: known,
    reader: deps.log.read(partition, next),
    out: outbox(task, generation, { workspace, timeline }, known.previous),
    next,
    passed: undefined,
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
  const seen = new Map(lane.meta.seen);
  let { next } = lane;
  for (const { offset, count, chunk } of lane.arrived) {
    chunk.records.forEach((record: LogRecord<T>, i) => {
      if (offset + i < next || record.name === undefined) return;
      if (!acceptName(seen, chunk.producer, record.name, previousOf(chunk, i), lane.task)) return;
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
    next = offset + count;
  }
  lane.passed = { next, seen };
  return results;
}

/** The batch is stored. */
function pass<T>(lane: Lane<T>): void {
  if (lane.passed === undefined) throw new Error(`${lane.task}: the sink has not looked at its rows`);
  lane.next = lane.passed.next;
  for (const [producer, name] of lane.passed.seen) lane.meta.seen.set(producer, name);
  lane.passed = undefined;
  lane.arrived = [];
}

const byPlace = <T>(a: Refusal<Result<T>>, b: Refusal<Result<T>>): number =>
  a.row.partition - b.row.partition || a.row.offset - b.row.offset;

/** Letters are named by their row's position: a batch that a crash repeats, in whatever pieces, writes none of them twice. */
function bury<T>(options: BatcherOptions<T>, lanes: readonly Lane<T>[], refusals: readonly Refusal<Result<T>>[]): void {
  // A chunk is decoded at each look.
  let looked: { readonly held: Positioned<T>; readonly records: readonly LogRecord<T>[] } | undefined;
  for (const refusal of refusals.toSorted(byPlace)) {
    const { partition, offset: at } = refusal.row;
    const lane = lanes[partition];
    const held = lane?.arrived.findLast(({ offset }) => offset <= at);
    if (held !== looked?.held) looked = held && { held, records: held.chunk.records };
    const record = looked?.records[at - looked.held.offset];
    if (lane === undefined || record === undefined) throw new Error(`a row was refused that was never written: ${at}`);
    const value = refusedLetter(options.sink, options.stream, refusal);
    lane.out.put(deadLetters, partition, deadLetters.keyOf(value), { ...record, at }, 'data', value);
  }
}

function unitOf<T>(lane: Lane<T>): Unit {
  const outputs = lane.out.take(); // and with it their names, which are in `meta`
  const { task, partition: input, next } = lane;
  return { task, input, next, meta: encode(taskMeta, lane.meta), ...NO_STATE, outputs };
}
