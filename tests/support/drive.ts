import type { Unit } from '../../runtime/log/log.ts';
import type { Pipeline } from '../../runtime/task/fold.ts';
import { createTask } from '../../runtime/task/task.ts';
import type { LogRecord } from '../../schemas/envelope.ts';
import { decodeChunk, NO_NAME } from '../../schemas/envelope.ts';
import type { Stream } from '../../schemas/streams.ts';
import { applyChanges, noRows, stateView } from './memory-state.ts';
import { chunkOf } from './records.ts';

export interface DriveOptions {
  /** Positions after which the task commits; it always does at the end. */
  readonly commitAfter?: ReadonlySet<number>;
  /** Positions after which it crashes once: what was not committed is lost and folded again. */
  readonly crashAfter?: ReadonlySet<number>;
  readonly cacheEntries?: number;
  readonly timersPerCommit?: number;
}

export const PLACE = { workspace: 'main', timeline: 'test', generation: 1, partition: 0, partitions: 1 };

/** A pipeline on one partition fed by one feeder, over an array of records; every state goes through its codec after every step. */
export function drive<In>(pipeline: Pipeline<In>, input: readonly LogRecord<In>[], options: DriveOptions = {}) {
  const { commitAfter = new Set(), crashAfter = new Set(), cacheEntries = 100, timersPerCommit = 100 } = options;
  const rows = noRows();
  const outputs = new Map<string, LogRecord[]>();
  const crashes = new Set(crashAfter);
  let saved = { next: 0, meta: new Uint8Array(0) };
  const restore = () =>
    createTask(pipeline, PLACE, { ...saved, state: stateView(rows), exclusive: false }, [''], {
      cacheEntries,
      reencode: true,
      timersPerCommit,
    });
  let task = restore();

  function commit(unit: Unit): void {
    applyChanges(rows, unit);
    for (const { to, chunk: encoded } of unit.outputs) {
      const chunk = decodeChunk(to.stream.codec, encoded.bytes);
      const last = outputs.get(to.stream.name)?.at(-1)?.name ?? NO_NAME;
      if (chunk.previous.at !== last.at || chunk.previous.index !== last.index) {
        throw new Error(
          `${to.stream.name}: a chunk says it follows ${chunk.previous.at}, but the last name was ${last.at}`,
        );
      }
      outputs.set(to.stream.name, [...(outputs.get(to.stream.name) ?? []), ...chunk.records]);
    }
    saved = { next: unit.next, meta: Uint8Array.from(unit.meta) };
    task.committed();
  }

  for (let at = 0; at < input.length; at = task.next) {
    const record = input[at];
    if (record === undefined) break;
    while (!task.process(at, chunkOf([record]), record, NO_NAME)) commit(task.take());
    if (crashes.delete(at)) task = restore();
    else if (commitAfter.has(at)) commit(task.take());
  }
  commit(task.take());

  return {
    rows,
    /** What it appended, by stream. */
    outputs,
    closed: task.closed,
    watermark: task.watermark,

    records: (stream: { readonly name: string }): readonly LogRecord[] => outputs.get(stream.name) ?? [],

    values: <T>(stream: Stream<T>): T[] =>
      (outputs.get(stream.name) ?? []).flatMap((record) => (record.kind === 'data' ? [record.value as T] : [])),
  };
}
