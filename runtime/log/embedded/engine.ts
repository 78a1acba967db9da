import type { Chunk, EncodedChunk } from '../../../schemas/envelope.ts';
import type { Checkpoint, Log, Offset, Partition, TaskStore } from '../log.ts';
import { createBell } from './bell.ts';
import { checkpointTable } from './checkpoints.ts';
import { chunkTable } from './chunks.ts';
import { databaseError, openDatabase, type DatabaseOptions } from './database.ts';
import { namedUnit, type NamedUnit, type PartitionName } from './named.ts';
import { openReader, type ReadSource } from './reader.ts';
import { retain, storedBytes, type RetentionLimits } from './retention.ts';
import { timelineTable, type NewTimeline } from './timelines.ts';
import { TidelineError } from '../../errors.ts';
import { encodedOutput } from '../output.ts';

export interface EngineOptions extends DatabaseOptions {
  /** Bytes a reader gets at once, about. */
  readonly readBytes?: number;
  readonly retention?: RetentionLimits;
  /** What to do about a full disk; without it the engine fails as of any other error. */
  readonly whenFull?: WhenFull;
}

/**
 * The transaction that did not fit is tried again until it does; whoever asked for it waits, and so do all others. `tell` hears when that
 * begins and when it is over.
 */
export interface WhenFull {
  /** Resolves when it is time for another try. */
  wait(): Promise<void>;
  tell(isFull: boolean): void;
}

const READ_BYTES = 2_097_152;

/** Named places between durable steps, where crash tests stop the process. */
export type CrashPoint = 'before-commit' | 'after-commit' | 'retention-delete' | 'timeline-creation';

export interface EngineHooks {
  readonly at?: (point: CrashPoint, tasks: readonly string[]) => void;
}

interface Waiting {
  readonly apply: () => unknown;
  readonly tasks: readonly string[];
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Log and task store in one SQLite file. Everything asked for between two turns of the event loop becomes one transaction with one
 * fsync: appends, outputs, positions and state of all tasks. When a transaction fails, nothing of it happened, and the engine
 * refuses all further work with that error: what tasks hold in memory can no longer be trusted, they must be restored. A full disk may
 * be waited for instead (`whenFull`).
 */
export function openEngine(options: EngineOptions, hooks: EngineHooks = {}) {
  const { whenFull } = options;
  const db = openDatabase(options);
  const chunks = chunkTable(db);
  const checkpoints = checkpointTable(db);
  const timelines = timelineTable(db);
  let waiting: Waiting[] = [];
  let failed: Error | undefined;
  let closed = false;
  let isFull = false;
  const bell = createBell();

  function flush(): void {
    const group = waiting;
    waiting = [];
    if (group.length === 0) return;
    const tasks = group.flatMap((one) => one.tasks);
    const results: unknown[] = [];
    try {
      if (failed !== undefined) throw failed;
      if (!db.isTransaction) db.exec('BEGIN IMMEDIATE');
      for (const one of group) results.push(one.apply());
      hooks.at?.('before-commit', tasks);
      db.exec('COMMIT');
      hooks.at?.('after-commit', tasks);
    } catch (error) {
      const cause = databaseError(error, options.path);
      if (db.isOpen && db.isTransaction) db.exec('ROLLBACK');
      if (whenFull !== undefined && !closed && isDiskFull(cause)) return tryAgain(group);
      failed = cause;
      for (const one of group) one.reject(failed);
      bell.ring();
      return;
    }
    group.forEach((one, i) => one.resolve(results[i] as never));
    tellFull(false);
    bell.ring();
  }

  function tryAgain(group: readonly Waiting[]): void {
    chunks.forget();
    waiting = [...group, ...waiting];
    tellFull(true);
    void whenFull?.wait().then(flush);
  }

  function tellFull(now: boolean): void {
    if (now !== isFull) whenFull?.tell(now);
    isFull = now;
  }

  function enqueue<T>(apply: () => T, tasks: readonly string[] = []): Promise<T> {
    if (closed) return Promise.reject(new Error('the log is closed'));
    return new Promise<T>((resolve, reject) => {
      waiting.push({ apply, tasks, resolve, reject });
      if (waiting.length === 1) setImmediate(flush);
    });
  }

  function applyUnit(unit: NamedUnit): void {
    for (const { to, chunk } of unit.outputs) chunks.append(to, chunk);
    checkpoints.save(unit, unit.input === undefined ? undefined : chunks.idOf(unit.input));
  }

  /** What other threads have encoded. */
  const append = (to: PartitionName, chunk: EncodedChunk): Promise<Offset> => enqueue(() => chunks.append(to, chunk));
  const commit = (units: readonly NamedUnit[]): Promise<void> =>
    enqueue(
      () => units.forEach(applyUnit),
      units.map(({ task }) => task),
    );

  const source: ReadSource = {
    read: (partition, from) => chunks.read(partition, from, options.readBytes ?? READ_BYTES),
    bell,
    failure: () => failed,
  };
  const log: Log = {
    async append<T>(partition: Partition<T>, chunk: Chunk<T>) {
      const output = encodedOutput(partition, chunk);
      return append(output.to, output.chunk);
    },
    read: (partition, from) => openReader(source, partition, from),
    first: async (partition) => chunks.bounds(partition).first,
    end: async (partition) => chunks.bounds(partition).next,
  };
  const store: TaskStore = {
    restore: async (task): Promise<Checkpoint> => checkpoints.restore(task),
    commit: async (units) => commit(units.map(namedUnit)),
  };

  return {
    db,
    log,
    store,
    timelines,
    chunks,
    bell,
    append,
    commit,

    async createTimeline(wish: NewTimeline) {
      timelines.check(wish);
      return enqueue(() => {
        hooks.at?.('timeline-creation', [wish.name]);
        return timelines.create(wish);
      });
    },

    /** Deletes what may go; returns who holds the log above its bound, if somebody does. */
    retain: (now: number) =>
      enqueue(() => {
        const result = retain(db, now, options.retention);
        if (result.deletedBytes > 0) hooks.at?.('retention-delete', []);
        return result;
      }),

    /** Stored bytes over all streams. */
    bytes: (): number => storedBytes(db),

    get failure(): Error | undefined {
      return failed;
    },

    /** Finishes what was asked for, then closes the file. */
    async close(): Promise<void> {
      if (closed) return;
      const last = enqueue(() => undefined).catch(() => undefined);
      // What waits for space waits no longer: a try at once is its last.
      closed = isFull;
      if (closed) flush();
      await last;
      closed = true;
      if (db.isTransaction) db.exec('COMMIT');
      db.close();
    },
  };
}

function isDiskFull(error: Error): boolean {
  return error instanceof TidelineError && error.code === 'DISK_FULL';
}

export type Engine = ReturnType<typeof openEngine>;
