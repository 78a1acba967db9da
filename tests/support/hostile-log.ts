import { decode } from '../../schemas/bytes.ts';
import { decodeChunk, type Chunk } from '../../schemas/envelope.ts';
import { TidelineError } from '../../runtime/errors.ts';
import type { Log, Offset, Partition, Positioned, TaskStore, Unit } from '../../runtime/log/log.ts';
import { taskMeta } from '../../runtime/task/meta.ts';
import { previousOf } from '../../runtime/task/task.ts';
import { applyChanges, copyOf, noRows, stateView, type StateRows } from './memory-state.ts';
import type { Random } from './random.ts';

interface Saved {
  readonly next: Offset;
  readonly meta: Uint8Array;
  readonly rows: StateRows;
  readonly version: number;
  readonly closedFor: number;
}

const START: Saved = { next: 0, meta: new Uint8Array(0), rows: noRows(), version: 0, closedFor: 0 };

const keyOf = (p: Partition): string => `${p.stream.name}/${p.partition}`;

/** A task's owner as the log sees it: what it waits for, and what it has sent that has not landed. */
export interface Owner {
  readonly log: Log;
  readonly store: TaskStore;
  /** Chunks under way, in order per partition; they may land long after the owner's death. */
  readonly flight: Map<string, Chunk[]>;
  /** Lets its pending await go on, if that can be now. */
  step(): boolean;
  /** Ends its pending await with an error: nothing can be known about it. */
  fail(): void;
}

/**
 * A log and task store that may do everything its contract allows: several owners of one task, appends that land in pieces, late
 * and between those of others, restarts from any complete checkpoint, retention up to the oldest kept checkpoint. The caller
 * schedules it: nothing moves but by `step` and `land`.
 */
export function hostileLog({ pick, chance }: Random) {
  const logs = new Map<string, { first: Offset; next: Offset; chunks: Positioned<unknown>[] }>();
  const saved = new Map<string, Saved[]>();
  const inputs = new Map<string, string>();

  function at(key: string) {
    let log = logs.get(key);
    if (log === undefined) logs.set(key, (log = { first: 0, next: 0, chunks: [] }));
    return log;
  }

  function append(key: string, chunk: Chunk): Offset {
    const log = at(key);
    const offset = log.next;
    log.chunks.push({ offset, count: chunk.records.length, chunk });
    log.next += chunk.records.length;
    return offset;
  }

  /** Any complete checkpoint that retention has left usable; the very beginning too, while it is there. */
  function choose(task: string, version: number, input: string): Saved {
    const { first } = at(input);
    const usable = (saved.get(task) ?? []).filter(
      (one) => one.next >= first && (one.version === version || one.closedFor >= version),
    );
    if (first === 0 && version === 1 && (usable.length === 0 || chance(0.1))) return START;
    const chosen = usable[pick(usable.length)];
    if (chosen === undefined) throw new Error(`${task}: retention has left no checkpoint of version ${version}`);
    return chosen;
  }

  function save(unit: Unit, rows: StateRows): void {
    const { version, closedFor } = decode(taskMeta, unit.meta);
    const all = saved.get(unit.task) ?? [];
    all.push({ next: unit.next, meta: Uint8Array.from(unit.meta), rows: copyOf(rows), version, closedFor });
    saved.set(unit.task, all);
    if (unit.input !== undefined) inputs.set(unit.task, keyOf(unit.input));
  }

  function owner(version: number, input: Partition): Owner {
    const flight = new Map<string, Chunk[]>();
    let rows = noRows();
    let waiting: { ready: () => boolean; go: () => void; fail: (error: Error) => void } | undefined;

    function wait<T>(ready: () => boolean, result: () => T): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        waiting = { ready, go: () => resolve(Promise.try(result)), fail: reject };
      });
    }

    const store: TaskStore = {
      restore: (task) =>
        wait(
          () => true,
          () => {
            const from = choose(task, version, keyOf(input));
            rows = copyOf(from.rows);
            return { next: from.next, meta: from.meta, state: stateView(rows), exclusive: false };
          },
        ),
      commit(units) {
        for (const { to, chunk } of units.flatMap((unit) => unit.outputs)) {
          flight.set(keyOf(to), [...(flight.get(keyOf(to)) ?? []), decodeChunk(to.stream.codec, chunk.bytes)]);
        }
        return wait(
          () => [...flight.values()].every((chunks) => chunks.length === 0),
          () => {
            for (const unit of units) {
              applyChanges(rows, unit);
              save(unit, rows);
            }
          },
        );
      },
    };

    const log: Log = {
      append: async (partition, chunk) => append(keyOf(partition), chunk),
      first: async (partition) => at(keyOf(partition)).first,
      end: async (partition) => at(keyOf(partition)).next,
      read<T>(partition: Partition<T>, from: Offset) {
        let next = from;
        const here = at(keyOf(partition));
        return {
          next: () =>
            wait(
              () => next < here.first || next < here.next,
              () => {
                if (next < here.first) throw new TidelineError('LOG_TRIMMED', `${keyOf(partition)}: ${next} is gone`);
                const start = here.chunks.findIndex(({ offset, count }) => offset + count > next);
                const batch = here.chunks.slice(start, start + 1 + pick(4)) as Positioned<T>[];
                const last = batch.at(-1);
                if (last !== undefined) next = last.offset + last.count;
                return batch;
              },
            ),
        };
      },
    };

    return {
      log,
      store,
      flight,
      step() {
        const now = waiting;
        if (now === undefined || !now.ready()) return false;
        waiting = undefined;
        now.go();
        return true;
      },
      fail() {
        waiting?.fail(new Error('the connection broke'));
        waiting = undefined;
      },
    };
  }

  return {
    append,
    owner,
    next: (key: string): Offset => at(key).next,
    chunks: (key: string): readonly Positioned<unknown>[] => at(key).chunks,
    hasClosed: (task: string, version: number): boolean =>
      (saved.get(task) ?? []).some((one) => one.closedFor >= version),

    /** Lands the first chunk that is under way to a partition, or only its first records. */
    land(flight: Map<string, Chunk[]>, key: string): boolean {
      const chunks = flight.get(key) ?? [];
      const chunk = chunks.shift();
      if (chunk === undefined) return false;
      const cut = 1 + pick(chunk.records.length);
      append(key, { ...chunk, records: chunk.records.slice(0, cut) });
      if (cut < chunk.records.length) {
        chunks.unshift({ ...chunk, previous: previousOf(chunk, cut), records: chunk.records.slice(cut) });
      }
      return true;
    },

    /** Forgets old checkpoints of one task and deletes what lies behind the oldest that is left. */
    retain(task: string): void {
      const all = saved.get(task) ?? [];
      const closed = all.filter((one) => one.closedFor > one.version).slice(0, 1);
      const kept = [...new Set([...closed, ...all.slice(-3)])];
      saved.set(task, kept);
      const input = inputs.get(task);
      if (input === undefined || kept.length < 3) return;
      const log = at(input);
      const behind = Math.min(...kept.map((one) => one.next));
      const place = log.chunks.findIndex(({ offset, count }) => offset + count > behind);
      if (place <= 0) return;
      const gone = pick(place + 1);
      log.chunks.splice(0, gone);
      log.first = log.chunks[0]?.offset ?? log.next;
    },
  };
}
