import { decode, encode } from '../../schemas/bytes.ts';
import { NO_NAME, type Chunk, type LogRecord, type Name } from '../../schemas/envelope.ts';
import type { Tick } from '../../schemas/events/control.ts';
import { MINUTE_MS, type Instant } from '../../schemas/instants.ts';
import type { Checkpoint, Partition, Unit } from '../log/log.ts';
import type { Pipeline, Step, Wiring } from './fold.ts';
import type { Stream } from '../../schemas/streams.ts';
import { keyedState, type AnyFold, type Entry } from './keyed-state.ts';
import { emptyMeta, taskMeta, type TaskMeta } from './meta.ts';
import { isNewName } from './names.ts';
import { outbox, type Cause } from './outbox.ts';
import { partitionOf } from './partition-of.ts';
import { seenKeys } from './seen-keys.ts';
import { sharedFold } from './shared-fold.ts';

export interface TaskPlace {
  readonly workspace: string;
  readonly timeline: string;
  readonly generation: number;
  readonly partition: number;
  /** Of every stream of the timeline; fixed when it was created. */
  readonly partitions: number;
}

export interface TaskOptions {
  /** Clean values kept in memory per fold. */
  readonly cacheEntries: number;
  /** Tests: every state goes through its codec after every step, so nothing survives that it does not carry. */
  readonly reencode: boolean;
  /** Timers that one commit holds at most: after a long gap in the data, hours of them are due at one tick. */
  readonly timersPerCommit: number;
}

export const DEFAULT_TASK_OPTIONS: TaskOptions = { cacheEntries: 20_000, reencode: false, timersPerCommit: 2_000 };

/** The name of a task: in checkpoints, and as producer of the records it appends. */
export function taskName(pipeline: string, place: TaskPlace): string {
  return `${place.workspace}/${place.timeline}/${pipeline}/${place.generation}/${place.partition}`;
}

/** Producers of a task's input: fixed, or its watermark could pass one that has not spoken yet. A feeder has no name. */
export function producersOf(place: TaskPlace, upstream: string | undefined): readonly string[] {
  if (upstream === undefined) return [''];
  return Array.from({ length: place.partitions }, (_, partition) => taskName(upstream, { ...place, partition }));
}

interface FoldRun {
  readonly fold: AnyFold;
  readonly step: Step<unknown>;
  entry: Entry | undefined;
}

/**
 * In history time is passed on by the minute: no window ends in between, so every row is the same, and a tick a second from every task
 * to every partition was ten times as many records as there were items.
 */
const HISTORY_STEP_MS = MINUTE_MS;

function stepOf(time: Instant): number {
  return Math.floor(time / HISTORY_STEP_MS);
}

function isLate<T>(stream: Stream<T>, value: T, clock: Instant): boolean {
  return stream.timeOf !== undefined && stream.timeOf(value) < clock - stream.horizonMs;
}

/** What the task was at its checkpoint; refuses one that this version must not go on from (law 4). */
function adoptedMeta(name: string, version: number, checkpoint: Checkpoint): TaskMeta {
  const meta = checkpoint.meta.length === 0 ? emptyMeta(version) : decode(taskMeta, checkpoint.meta);
  const adopts = meta.version === version || meta.closedFor >= version || checkpoint.exclusive;
  if (!adopts) throw new Error(`${name}: the checkpoint is of version ${meta.version}, and no barrier closed it`);
  if (meta.version > version) throw new Error(`${name}: the checkpoint is of a newer version, ${meta.version}`);
  meta.version = version;
  return meta;
}

/**
 * A pipeline on one partition: records in, outputs and changed state out. Synchronous and without clock or I/O; whoever drives it
 * calls `process` in order of position, then `take`, stores the unit, then `committed`. After any throw it must be dropped.
 */
export function createTask<In>(
  pipeline: Pipeline<In>,
  place: TaskPlace,
  checkpoint: Checkpoint,
  producers: readonly string[],
  options: TaskOptions = DEFAULT_TASK_OPTIONS,
) {
  const name = taskName(pipeline.name, place);
  const meta = adoptedMeta(name, pipeline.version, checkpoint);
  const input: Partition = {
    ...place,
    stream: pipeline.input,
    generation: pipeline.input.name === 'intake' ? 0 : place.generation,
  };
  const out = outbox(name, place.generation, place, meta.previous);
  const targets = new Map(pipeline.targets.map((target) => [target.stream.name, target]));
  const runs: FoldRun[] = [];
  const cause: Cause = { at: checkpoint.next, eventTime: 0, receivedTime: 0, trace: '', subject: '' };
  let next = checkpoint.next;
  /** Ahead of the checkpoint's while the timers of a tick are being fired. */
  let watermark = meta.watermark;
  let late = false;

  /** Where this task has brought the time of a stream that it feeds. */
  function clockOf({ latenessMs }: Stream): Instant {
    return Math.max(0, watermark - latenessMs);
  }

  const wiring: Wiring = {
    partition: place.partition,
    emit(stream, value) {
      const target = targets.get(stream.name);
      if (target === undefined) throw new Error(`${pipeline.name} does not declare ${stream.name}`);
      const key = stream.keyOf(value);
      const partition = target.edge === 'narrow' ? place.partition : partitionOf(key, place.partitions);
      out.put(target.stream, partition, key, cause, 'data', value, isLate(stream, value, clockOf(stream)));
    },
    fold(fold, then) {
      const run = foldRun(fold, then as (o: unknown) => void);
      runs.push(run);
      return (event) => onEvent(run, event);
    },
  };

  function foldRun(fold: AnyFold, then: (o: unknown) => void): FoldRun {
    const entryOf = (): Entry => {
      if (run.entry === undefined) throw new Error('a step was used after its call');
      return run.entry;
    };
    const step: Step<unknown> = {
      get key() {
        return entryOf().key;
      },
      get eventTime() {
        return cause.eventTime;
      },
      get receivedTime() {
        return cause.receivedTime;
      },
      get watermark() {
        return watermark;
      },
      get late() {
        return late;
      },
      shared: (shared) => state.load(sharedFold, shared).value as Uint8Array | undefined,
      emit: then,
      remember: (key, until) => seen.add(fold.name, key, until),
      timerAt: (instant) => state.setTimer(entryOf(), instant),
      reportAtTick: () => state.setReport(entryOf(), true),
    };
    const run: FoldRun = { fold, step, entry: undefined };
    return run;
  }

  const entrance = pipeline.wire(wiring);
  const state = keyedState(checkpoint.state, [sharedFold, ...runs.map((run) => run.fold)], options.cacheEntries);
  const seen = seenKeys(checkpoint.state);
  const runOf = new Map(runs.map((run) => [run.fold.name, run]));

  function settle(entry: Entry, value: unknown): void {
    // A fold without state of its own leaves nothing to write.
    if (value === undefined && entry.value === undefined && !entry.dirty) return;
    state.touch(entry);
    entry.value = value;
    if (value === undefined) {
      entry.due = undefined;
      state.setReport(entry, false);
    } else if (options.reencode) {
      entry.value = decode(entry.fold.state, encode(entry.fold.state, value));
    }
  }

  function onEvent(run: FoldRun, event: unknown): void {
    const { fold, step } = run;
    const outer = run.entry;
    const entry = state.load(fold, fold.keyOf(event));
    run.entry = entry;
    settle(entry, fold.onEvent(entry.value ?? fold.initial(entry.key), event, step));
    run.entry = outer;
  }

  function onTimer(entry: Entry, due: Instant): void {
    const run = runOf.get(entry.fold.name);
    if (run === undefined || entry.value === undefined) return;
    state.setReport(entry, false);
    run.entry = entry;
    settle(entry, entry.fold.onTimer?.(entry.value, due, run.step));
    run.entry = undefined;
  }

  function report(): void {
    for (const entry of state.reporting()) {
      const run = runOf.get(entry.fold.name);
      if (run === undefined) continue;
      state.setReport(entry, false);
      run.entry = entry;
      settle(entry, entry.fold.onReport?.(entry.value, run.step) ?? entry.value);
      run.entry = undefined;
    }
  }

  function passOn(tick: Tick): void {
    for (const { stream, edge } of pipeline.targets) {
      if (!stream.ticks) continue;
      const time = clockOf(stream);
      for (let partition = 0; partition < place.partitions; partition++) {
        if (edge === 'narrow' && partition !== place.partition) continue;
        out.put(stream, partition, '', cause, 'tick', { ...tick, time });
      }
    }
  }

  /** False: more timers are due than one commit should hold; the same tick goes on after it. */
  function onTick(producer: string, tick: Tick): boolean {
    meta.clocks.set(producer, Math.max(meta.clocks.get(producer) ?? 0, tick.time));
    let slowest = Infinity;
    for (const one of producers) slowest = Math.min(slowest, meta.clocks.get(one) ?? 0);
    const before = meta.watermark;
    watermark = Math.max(before, slowest);
    if (watermark > before) {
      seen.forgetUntil(watermark);
      if (!state.fireUntil(watermark, options.timersPerCommit, onTimer)) return false;
      meta.watermark = watermark;
    }
    const isAsked = tick.live || tick.final;
    if (isAsked) report();
    if (isAsked || stepOf(watermark) > stepOf(before)) passOn(tick);
    return true;
  }

  function onRecord(producer: string, record: LogRecord<In>): boolean {
    switch (record.kind) {
      case 'data':
        late = record.late ?? isLate(pipeline.input, record.value, watermark);
        entrance(record.value);
        return true;
      case 'tick':
        return onTick(producer, record.value);
      case 'shared':
        settle(state.load(sharedFold, record.value.name), record.value.value);
        return true;
      case 'barrier':
        if (record.value.pipeline === pipeline.name && record.value.version > pipeline.version)
          meta.closedFor = record.value.version;
        return true;
      case 'coverage':
      case 'erased':
        return true;
    }
  }

  return {
    name,
    input,

    /** First position not yet processed. */
    get next(): number {
      return next;
    },

    /** A barrier has ended this version: commit, then stop. */
    get closed(): boolean {
      return meta.closedFor > pipeline.version;
    },

    get watermark(): Instant {
      return meta.watermark;
    },

    /**
     * One record of the input, at its position; `previous` = the producer's record before it in this partition. False: the record
     * is not done; commit, then call again with the same.
     */
    process(at: number, chunk: Chunk<In>, record: LogRecord<In>, previous: Name): boolean {
      const { producer } = chunk;
      if (record.name === undefined || isNewName(meta.seen, producer, record.name, previous, name)) {
        cause.at = at;
        cause.eventTime = record.eventTime;
        cause.receivedTime = record.receivedTime;
        cause.trace = record.trace;
        cause.subject = record.subject;
        if (!onRecord(producer, record)) return false;
        if (record.name !== undefined) meta.seen.set(producer, record.name);
      }
      next = at + 1;
      return true;
    },

    take(): Unit {
      // First: it moves the names in meta.
      const outputs = out.take();
      return { task: name, input, next, meta: encode(taskMeta, meta), state: state.take(), ...seen.take(), outputs };
    },

    committed(): void {
      state.committed();
      seen.committed();
    },
  };
}

/** The name before each record of a chunk. */
export function previousOf<T>(chunk: Chunk<T>, index: number): Name {
  return index === 0 ? chunk.previous : (chunk.records[index - 1]?.name ?? NO_NAME);
}
