import type { Clock } from '../runtime/time/clock.ts';
import { openEngine, type Engine, type EngineHooks } from '../runtime/log/embedded/engine.ts';
import type { Timeline } from '../runtime/log/embedded/timelines.ts';
import type { Partition } from '../runtime/log/log.ts';
import type { Pipeline } from '../runtime/task/fold.ts';
import { runTask } from '../runtime/task/loop.ts';
import { producersOf, taskName, type TaskPlace } from '../runtime/task/task.ts';
import { normalise } from '../ingest/normalise/pipeline.ts';
import { mentions } from '../processors/mentions/pipeline.ts';
import { runBatcher, sinkTask, type BatcherOptions } from '../sinks/batcher.ts';
import { revisionOf, TABLES, type Table } from '../sinks/clickhouse/tables.ts';
import type { Result, Sink } from '../sinks/sink.ts';

/** The first computation of every pipeline; a rebuild is a later one. */
const GENERATION = 1;
const LINGER_MS = 40;
/** While readers hold the log above its bound, intake asks again this often. */
const HELD_RETRY_MS = 1_000;

export interface RoomOptions {
  readonly logFile: string;
  readonly maxBytes: number;
  readonly intakeMs: number;
  readonly retainEveryMs: number;
  /** Tests: a full disk. */
  readonly maxPages?: number;
}

export interface RoomDeps {
  readonly clock: Clock;
  /** A writer for a table; undefined: no store, results stay in the log. */
  readonly sinkFor: (<T>(table: Table<T>) => Sink<Result<T>>) | undefined;
  /** Before the tasks of a timeline start: its generation becomes the shown one. */
  readonly onTimeline?: (timeline: Timeline, generation: number) => Promise<void>;
  readonly hooks?: EngineHooks;
  readonly sinkAt?: (point: 'insert-acknowledged' | 'sink-position') => void;
}

interface Reader {
  readonly name: string;
  readonly input: Partition;
  next: number;
}

/**
 * The log with the tasks and sinks of its timelines. Whatever breaks in one of them ends all: memory can no longer be trusted, a
 * restart folds on from the last commit. `failed` rejects then; it never resolves.
 */
export function openRoom(options: RoomOptions, deps: RoomDeps) {
  const engine: Engine = openEngine(
    {
      path: options.logFile,
      retention: { bytes: options.maxBytes, intakeMs: options.intakeMs },
      ...(options.maxPages === undefined ? {} : { maxPages: options.maxPages }),
    },
    deps.hooks,
  );
  const abort = new AbortController();
  const running: Promise<void>[] = [];
  const readers = new Map<string, Reader>();
  const waiting = new Set<() => void>();
  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  failed.catch(() => undefined);

  function launch(work: Promise<void>): void {
    running.push(
      work.catch((error: unknown) => {
        if (abort.signal.aborted) return;
        abort.abort(error);
        fail(error);
        wake();
      }),
    );
  }

  function wake(): void {
    const all = [...waiting];
    waiting.clear();
    for (const resume of all) resume();
  }

  function follow(name: string, input: Partition): void {
    readers.set(name, { name, input, next: -1 });
  }

  function moved(name: string, next: number): void {
    const reader = readers.get(name);
    if (reader !== undefined) reader.next = next;
    wake();
  }

  function startTask<In>(pipeline: Pipeline<In>, place: TaskPlace, upstream: string | undefined): void {
    const name = taskName(pipeline.name, place);
    follow(name, { ...place, stream: pipeline.input, generation: upstream === undefined ? 0 : place.generation });
    launch(
      runTask(
        pipeline,
        place,
        producersOf(place, upstream),
        { log: engine.log, store: engine.store, onCommit: moved },
        abort.signal,
      ),
    );
  }

  function startSink<T>(timeline: Timeline, table: Table<T>): void {
    if (deps.sinkFor === undefined) return;
    const { workspace, name, partitions } = timeline;
    const batch: BatcherOptions<T> = {
      sink: 'clickhouse',
      workspace,
      timeline: name,
      generation: GENERATION,
      partitions,
      stream: table.stream,
      revisionOf: (value, at) => revisionOf(table.settingsVersion(value), at),
      lingerMs: LINGER_MS,
    };
    for (let partition = 0; partition < partitions; partition++) {
      follow(sinkTask(batch, partition), {
        workspace,
        timeline: name,
        stream: table.stream,
        generation: GENERATION,
        partition,
      });
    }
    const target = deps.sinkFor(table);
    const at = deps.sinkAt === undefined ? {} : { at: deps.sinkAt };
    launch(
      runBatcher(
        batch,
        { log: engine.log, store: engine.store, clock: deps.clock, target, onCommit: moved, ...at },
        abort.signal,
      ),
    );
  }

  function start(timeline: Timeline): void {
    const { workspace, name, partitions } = timeline;
    for (let partition = 0; partition < partitions; partition++) {
      const place: TaskPlace = { workspace, timeline: name, generation: GENERATION, partition, partitions };
      startTask(normalise, place, undefined);
      startTask(mentions, place, normalise.name);
    }
    startSink(timeline, TABLES.mentionFacts);
    startSink(timeline, TABLES.windowFacts);
    startSink(timeline, TABLES.countFacts);
  }

  const started = new Set<string>();
  /** The timeline with its tasks running; made with `partitions` (an explicit wish must fit an old one) or `usually`. */
  async function open(
    workspace: string,
    name: string,
    partitions: number | undefined,
    usually: number,
  ): Promise<Timeline> {
    const timeline = await engine.createTimeline({ workspace, name, partitions, usually, now: deps.clock.now() });
    await deps.onTimeline?.(timeline, GENERATION);
    if (!started.has(name)) start(timeline);
    started.add(name);
    return timeline;
  }

  /** Somebody has records left; the first one found is enough. */
  async function lagging(): Promise<boolean> {
    for (const reader of readers.values()) {
      if (reader.next < 0) reader.next = (await engine.store.restore(reader.name)).next;
      if (reader.next < (await engine.log.end(reader.input))) return true;
    }
    return false;
  }

  launch(keepRetention());
  async function keepRetention(): Promise<void> {
    for (;;) {
      await deps.clock.sleep(options.retainEveryMs, abort.signal);
      await engine.retain(deps.clock.now());
    }
  }

  function changed(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const done = (): void => {
        waiting.delete(done);
        signal.removeEventListener('abort', done);
        if (signal.aborted) reject(signal.reason as Error);
        else resolve();
      };
      waiting.add(done);
      signal.addEventListener('abort', done);
    });
  }

  return {
    engine,
    failed,
    open,
    signal: abort.signal,

    /** Resolves when every record has gone its whole way. */
    async drained(signal: AbortSignal): Promise<void> {
      const either = AbortSignal.any([signal, abort.signal]);
      while (await lagging()) await changed(either);
    },

    /** Resolves when intake may grow; the readers that hold the log above its bound are named meanwhile. */
    async room(signal: AbortSignal, onHeld: (readers: readonly string[]) => void): Promise<void> {
      const either = AbortSignal.any([signal, abort.signal]);
      for (let told = false; engine.bytes() > options.maxBytes;) {
        const { heldBy } = await engine.retain(deps.clock.now());
        if (heldBy.length === 0) return;
        if (!told) onHeld(heldBy);
        told = true;
        await deps.clock.sleep(HELD_RETRY_MS, either);
      }
    },

    /** Stops tasks and sinks between two commits, then closes the log. */
    async close(): Promise<void> {
      abort.abort(new Error('stopping'));
      await Promise.all(running);
      await engine.close();
    },
  };
}

export type Room = ReturnType<typeof openRoom>;
