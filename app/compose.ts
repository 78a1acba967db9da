import type { Clock } from '../runtime/time/clock.ts';
import { connectEngine, type EngineClient } from '../runtime/log/embedded/client.ts';
import type { EngineOptions } from '../runtime/log/embedded/engine.ts';
import { LETTERS } from '../runtime/log/embedded/retention.ts';
import type { Timeline } from '../runtime/log/embedded/timelines.ts';
import { LOG, type HooksModule, type StoreEndpoint, type ThreadStart } from './threads/messages.ts';
import { GENERATION, partsOf, sharesOf, type Part } from './threads/parts.ts';
import { startThread, type Thread } from './threads/thread.ts';

/** While readers hold the log above its bound, intake asks again this often. */
const HELD_RETRY_MS = 1_000;
/** A log that is full fills again and again: it is told once in a while, not at each page. */
const TELL_EVERY_MS = 30_000;
/** Records that intake may run ahead of a task: enough that none waits for it, few enough that progress means something. */
const AHEAD = 20_000;
/** Here only viewers and people read, many at once and some slowly: what one of them holds is small. Tasks and sinks read on their threads. */
const READ_BYTES = 262_144;
/** A batch of a task takes well below a second; a sink gives up its insert at once. */
const STOP_MS = 10_000;

export interface RoomOptions {
  readonly logFile: string;
  readonly maxBytes: number;
  readonly intakeMs: number;
  readonly retainEveryMs: number;
  /** Threads beside the engine's that run tasks and sinks. */
  readonly foldWorkers: number;
  /** A full disk is waited for; without it, it ends all. */
  readonly waitsWhenFull?: boolean;
  /** Tests: a full disk. */
  readonly maxPages?: number;
  /** How long a thread may take to stop before it is ended; tests do not wait for the default. */
  readonly stopMs?: number;
}

export interface RoomDeps {
  readonly clock: Clock;
  /** The store as it is now; the listener hears where it moved. */
  readonly endpoint: () => StoreEndpoint;
  readonly onMoved: (listener: (endpoint: StoreEndpoint) => void) => void;
  /** Says a line to the person at the command line. */
  readonly say: (text: string) => void;
  /** Before the tasks of a timeline start: its generation becomes the shown one. */
  readonly onTimeline?: (timeline: Timeline, generation: number) => Promise<void>;
  readonly hooks?: HooksModule | undefined;
}

/** The log with the tasks and sinks of its timelines, on threads of their own. */
export interface Room {
  readonly engine: EngineClient;
  /**
   * Rejects when a task, a sink or a thread breaks, which ends all: memory can no longer be trusted, and a restart folds on from the
   * last commit. Never resolves.
   */
  readonly failed: Promise<never>;
  /** Aborts then, and at `close`. */
  readonly signal: AbortSignal;
  /** What keeps everything from being stored just now, for people; undefined: nothing. */
  trouble(): string | undefined;
  /** The timeline with its tasks running; made with `partitions` (an explicit wish must fit an old one) or `usually`. */
  open(workspace: string, name: string, partitions: number | undefined, usually: number): Promise<Timeline>;
  /** Resolves when every record has gone its whole way. */
  drained(signal: AbortSignal): Promise<void>;
  /**
   * Resolves when intake may grow; the readers that hold the log above its bound are named meanwhile, or the dead letters (LETTERS).
   * Rejects with what `onHeld` throws.
   */
  room(signal: AbortSignal, onHeld: (readers: readonly string[]) => void): Promise<void>;
  /** Stops tasks and sinks between two commits, then closes the log. A thread that does not stop in time is ended. */
  close(): Promise<void>;
}

export async function openRoom(options: RoomOptions, deps: RoomDeps): Promise<Room> {
  const ending = untilFailure();
  const crew = await startCrew(options, deps, ending);
  const { engine } = crew;
  const parts: Part[] = [];
  const started = new Set<string>();
  let toldAt = -Infinity;
  const retention = keepRetention().catch(ending.fail);

  async function open(
    workspace: string,
    name: string,
    partitions: number | undefined,
    usually: number,
  ): Promise<Timeline> {
    const timeline = await engine.createTimeline({ workspace, name, partitions, usually, now: deps.clock.now() });
    await deps.onTimeline?.(timeline, GENERATION);
    if (started.has(name)) return timeline;
    started.add(name);
    parts.push(...partsOf(timeline));
    crew.run(timeline);
    return timeline;
  }

  async function keepRetention(): Promise<void> {
    for (;;) {
      await deps.clock.sleep(options.retainEveryMs, ending.signal);
      await engine.retain(deps.clock.now());
    }
  }

  return {
    engine,
    open,
    failed: ending.failed,
    trouble: crew.trouble,
    signal: ending.signal,

    async drained(signal) {
      const either = AbortSignal.any([signal, ending.signal]);
      while (engine.isBehind(parts, 0)) await engine.bell.next(either);
    },

    async room(signal, onHeld) {
      const either = AbortSignal.any([signal, ending.signal]);
      const tasks = parts.filter(({ kind }) => kind === 'task');
      while (engine.isBehind(tasks, AHEAD)) await engine.bell.next(either);
      while (engine.bytes() > options.maxBytes) {
        const now = deps.clock.now();
        const { heldBy } = await engine.retain(now);
        if (heldBy.length === 0) return;
        // Where dead letters alone hold it nothing will change by waiting: the feed hears it at once, and may end.
        const isForGood = heldBy.every((name) => name === LETTERS);
        if (isForGood || now - toldAt >= TELL_EVERY_MS) {
          onHeld(heldBy);
          toldAt = now;
        }
        await deps.clock.sleep(HELD_RETRY_MS, either);
      }
    },

    async close() {
      ending.stop();
      // Retention may be waiting for an engine that no longer answers: only the end of its thread ends that.
      await crew.stop();
      await retention;
    },
  };
}

/** A signal that aborts with the first failure, or when all shall stop. */
function untilFailure() {
  const abort = new AbortController();
  const { promise: failed, reject } = Promise.withResolvers<never>();
  failed.catch(() => undefined);
  return {
    failed,
    signal: abort.signal,
    stop: () => abort.abort(new Error('stopping')),
    fail: (error: unknown): void => {
      if (abort.signal.aborted) return;
      abort.abort(error);
      reject(error);
    },
  };
}

/** The threads: the engine's and those beside it, and the way to the engine from here. */
async function startCrew(options: RoomOptions, deps: RoomDeps, { failed, fail }: ReturnType<typeof untilFailure>) {
  const { logFile: path, maxBytes: bytes, intakeMs, maxPages, waitsWhenFull = false, stopMs = STOP_MS } = options;
  const { clock, say, hooks } = deps;
  const threads: Thread[] = [];
  const troubles = new Map<string, string>();
  let engine: EngineClient | undefined;
  deps.onMoved((endpoint) => threads.forEach((thread) => thread.order({ order: 'store-moved', endpoint })));
  function onTrouble(about: string, text: string | undefined): void {
    if (text === undefined) troubles.delete(about);
    else troubles.set(about, text);
  }

  async function join(name: string, log: ThreadStart['log']): Promise<Thread> {
    const thread = await startThread(name, { log, store: deps.endpoint(), hooks }, { clock, say, fail, onTrouble });
    // It may have moved while the thread started.
    thread.order({ order: 'store-moved', endpoint: deps.endpoint() });
    threads.push(thread);
    return thread;
  }

  const limits: Omit<EngineOptions, 'whenFull'> = {
    path,
    retention: { bytes, intakeMs },
    ...(maxPages === undefined ? {} : { maxPages }),
  };

  function run(timeline: Timeline): void {
    const shares = sharesOf(timeline, threads.length);
    for (const [i, share] of shares.entries()) threads[i]?.order({ order: 'run', share });
  }

  async function stop(): Promise<void> {
    const [first, ...beside] = threads;
    await Promise.all(beside.map((thread) => thread.stop(stopMs)));
    await first?.stop(stopMs, engine?.close());
  }

  try {
    const first = await join('engine', { engine: limits, waitsWhenFull });
    engine = connectEngine({ path, ended: failed, readBytes: READ_BYTES }, first.port());
    for (let i = 1; i <= options.foldWorkers; i++) await join(`folds ${i}`, { clientOf: { path, port: first.port() } });
    return { engine, stop, run, trouble: () => troubles.get(LOG) ?? troubles.values().next().value };
  } catch (error) {
    await stop();
    throw error;
  }
}
