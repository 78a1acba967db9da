import { normalise } from '../../ingest/normalise/pipeline.ts';
import { accounts } from '../../processors/accounts/pipeline.ts';
import { mentions } from '../../processors/mentions/pipeline.ts';
import type { Log, TaskStore } from '../../runtime/log/log.ts';
import { runTask } from '../../runtime/task/loop.ts';
import { producersOf } from '../../runtime/task/task.ts';
import type { Clock } from '../../runtime/time/clock.ts';
import { runBatcher, type BatcherDeps } from '../../sinks/batcher.ts';
import type { Table } from '../../sinks/clickhouse/table.ts';
import { TABLES } from '../../sinks/clickhouse/tables.ts';
import type { Result, Sink } from '../../sinks/sink.ts';
import { batchOf, placeOf, type Share, type TableName } from './parts.ts';

export interface HostDeps {
  readonly log: Log;
  readonly store: TaskStore;
  readonly clock: Clock;
  readonly sinkFor: <T>(table: Table<T>) => Sink<Result<T>>;
  /** Crash tests. */
  readonly sinkAt: BatcherDeps<never>['at'];
}

/** Runs a share until the signal aborts; each task and sink is a promise that rejects with the signal's reason, or with what broke. */
export function hostShare(share: Share, deps: HostDeps, signal: AbortSignal): Promise<void>[] {
  const { timeline, partitions, tables } = share;
  const { log, store } = deps;
  const tasks = partitions.flatMap((partition) => {
    const place = placeOf(timeline, partition);
    return [
      runTask(normalise, place, producersOf(place, undefined), { log, store }, signal),
      runTask(mentions, place, producersOf(place, normalise.name), { log, store }, signal),
      runTask(accounts, place, producersOf(place, normalise.name), { log, store }, signal),
    ];
  });
  return [...tasks, ...tables.map((name) => hostSink(share, name, deps, signal))];
}

function hostSink({ timeline }: Share, name: TableName, deps: HostDeps, signal: AbortSignal): Promise<void> {
  const run = <T>(table: Table<T>): Promise<void> => {
    const { log, store, clock, sinkFor, sinkAt } = deps;
    const at = sinkAt === undefined ? {} : { at: sinkAt };
    return runBatcher(batchOf(timeline, table), { log, store, clock, target: sinkFor(table), ...at }, signal);
  };
  switch (name) {
    case 'mentionFacts':
      return run(TABLES.mentionFacts);
    case 'windowFacts':
      return run(TABLES.windowFacts);
    case 'postFacts':
      return run(TABLES.postFacts);
    case 'snapshotFacts':
      return run(TABLES.snapshotFacts);
    case 'engagementFacts':
      return run(TABLES.engagementFacts);
    case 'rateFacts':
      return run(TABLES.rateFacts);
    case 'growthFacts':
      return run(TABLES.growthFacts);
    case 'countFacts':
      return run(TABLES.countFacts);
  }
}
