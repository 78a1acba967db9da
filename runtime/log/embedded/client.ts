import type { DatabaseSync } from 'node:sqlite';
import type { MessagePort } from 'node:worker_threads';
import { ByteWriter } from '../../../schemas/bytes.ts';
import type { Chunk } from '../../../schemas/envelope.ts';
import type { Checkpoint, Log, Offset, Partition, StateView, TaskStore } from '../log.ts';
import { openQuestions } from './questions.ts';
import { checkpointTable } from './checkpoints.ts';
import { chunkTable } from './chunks.ts';
import { openDatabase } from './database.ts';
import { nameOf, namedUnit } from './named.ts';
import { openReader, type ReadSource } from './reader.ts';
import { storedBytes, type RetentionResult } from './retention.ts';
import { timelineTable, type NewTimeline, type Timeline } from './timelines.ts';
import { namedUnits } from './unit-codec.ts';
import { encodedOutput } from '../output.ts';

export interface ClientOptions {
  /** The engine's file: it must have been opened by the engine before. */
  readonly path: string;
  /** Bytes a reader gets at once, about. */
  readonly readBytes?: number;
  /** Rejects with why the engine's thread ended, should it end by itself; unless given, it is only said that it did. */
  readonly ended?: Promise<never>;
}

/** A task or sink, by the name of its checkpoint, and what it reads. */
export interface TaskInput {
  readonly task: string;
  readonly input: Partition;
}

/**
 * The engine of another thread: encodes what is to be written and sends it through the port, and reads by a connection of its own.
 * Same promises as the engine's. When the engine fails or its thread ends, every request and every wait rejects with the reason.
 * Takes the port: it is closed too when this throws, or the engine's thread would never end.
 */
export function connectEngine(options: ClientOptions, port: MessagePort) {
  const db = openedFor(port, options.path);
  const inTurn = turnTransaction(db);
  const chunks = chunkTable(db);
  const checkpoints = checkpointTable(db);
  const timelines = timelineTable(db);
  const readBytes = options.readBytes ?? 2_097_152;
  const engine = openQuestions(port, options.ended);

  const source: ReadSource = {
    read: (partition, from) => inTurn(() => chunks.read(partition, from, readBytes)),
    bell: engine.bell,
    failure: engine.failure,
  };
  const log: Log = {
    async append<T>(partition: Partition<T>, chunk: Chunk<T>) {
      const output = encodedOutput(partition, chunk);
      return engine.ask<Offset>({ ask: 'append', to: nameOf(output.to), chunk: output.chunk });
    },
    read: (partition, from) => openReader(source, partition, from),
    first: async (partition) => chunks.bounds(partition).first,
    end: async (partition) => chunks.bounds(partition).next,
  };
  const store: TaskStore = {
    async restore(task): Promise<Checkpoint> {
      const checkpoint = checkpoints.restore(task);
      return { ...checkpoint, state: viewInTurn(checkpoint.state, inTurn) };
    },
    async commit(units) {
      const named = units.map(namedUnit);
      const size = named.reduce((sum, { outputs }) => outputs.reduce((s, o) => s + o.chunk.bytes.length, sum), 4_096);
      const writer = new ByteWriter(size);
      namedUnits.write(writer, named);
      const bytes = writer.release();
      await engine.ask<void>({ ask: 'commit', units: bytes }, [bytes.buffer]);
    },
  };

  return {
    log,
    store,
    timelines,
    bell: engine.bell,
    /** Whether the engine's thread has ended by itself. */
    isLost: engine.isLost,
    createTimeline: (wish: NewTimeline) => engine.ask<Timeline>({ ask: 'create-timeline', wish }),
    /** See the engine's. */
    retain: (now: number) => engine.ask<RetentionResult>({ ask: 'retain', now }),
    /**
     * Whether one of them has more than `by` records left. One transaction for all: in several, records could pass from a task not
     * yet looked at to one already found done.
     */
    isBehind: (tasks: readonly TaskInput[], by: number): boolean =>
      inTurn(() => tasks.some(({ task, input }) => checkpoints.restore(task).next + by < chunks.bounds(input).next)),

    /** As known now: the offset that the next record of each will get. */
    ends: (partitions: readonly Partition[]): number[] =>
      inTurn(() => partitions.map((partition) => chunks.bounds(partition).next)),

    /** The first input position that each has not yet counted. */
    positions: (tasks: readonly string[]): number[] =>
      inTurn(() => tasks.map((task) => checkpoints.restore(task).next)),

    /** Stored bytes over all streams. */
    bytes: (): number => storedBytes(db),

    /** Waits for the answers to what was asked, or for the end of the engine's thread, then closes port and connection. */
    async close(): Promise<void> {
      await engine.close();
      if (db.isOpen) db.close();
    },
  };
}

export type EngineClient = ReturnType<typeof connectEngine>;

function openedFor(port: MessagePort, path: string): DatabaseSync {
  try {
    return openDatabase({ path, readOnly: true });
  } catch (error) {
    port.close();
    throw error;
  }
}

type InTurn = <T>(read: () => T) => T;

/**
 * Reads of one turn share a transaction: alone each would take and drop the file's locks, four times its own cost, and could see
 * retention between two of them. It ends before anybody else runs, so the WAL can always be checkpointed.
 */
function turnTransaction(db: DatabaseSync): InTurn {
  const end = (): void => {
    if (db.isOpen && db.isTransaction) db.exec('COMMIT');
  };
  return (read) => {
    if (!db.isTransaction) {
      db.exec('BEGIN');
      queueMicrotask(end);
    }
    return read();
  };
}

function viewInTurn(view: StateView, inTurn: InTurn): StateView {
  return {
    get: (fold, key) => inTurn(() => view.get(fold, key)),
    due: (until, after, limit) => inTurn(() => view.due(until, after, limit)),
    nextDue: () => inTurn(() => view.nextDue()),
    reports: () => inTurn(() => view.reports()),
    seenRuns: () => inTurn(() => view.seenRuns()),
    seenKeys: (run) => inTurn(() => view.seenKeys(run)),
    hasSeen: (run, key) => inTurn(() => view.hasSeen(run, key)),
  };
}
