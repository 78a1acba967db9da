import type { Log, TaskStore } from '../log/log.ts';
import type { Pipeline } from './fold.ts';
import { createTask, previousOf, taskName, type TaskOptions, type TaskPlace } from './task.ts';

export interface TaskDeps {
  readonly log: Log;
  readonly store: TaskStore;
  /** Called after each commit: for progress and health. */
  readonly onCommit?: (task: string, next: number, watermark: number) => void;
}

/**
 * Runs one task until the signal aborts or a barrier ends its version: restore, then read, process, commit, again and again.
 * Resolves when a barrier closed it; rejects with the signal's reason, or with what broke (the owner decides whether to restart).
 */
export async function runTask<In>(
  pipeline: Pipeline<In>,
  place: TaskPlace,
  producers: readonly string[],
  deps: TaskDeps,
  signal: AbortSignal,
  options?: TaskOptions,
): Promise<void> {
  const { log, store } = deps;
  const checkpoint = await store.restore(taskName(pipeline.name, place));
  const task = createTask(pipeline, place, checkpoint, producers, options);
  const reader = log.read({ ...task.input, stream: pipeline.input }, task.next);
  async function commit(): Promise<void> {
    await store.commit([task.take()]);
    task.committed();
    deps.onCommit?.(task.name, task.next, task.watermark);
  }
  while (!task.closed) {
    const batch = await reader.next(signal);
    for (const { offset, chunk } of batch) {
      for (let i = Math.max(0, task.next - offset); i < chunk.records.length && !task.closed; i++) {
        const record = chunk.records[i];
        if (record === undefined) continue;
        while (!task.process(offset + i, chunk, record, previousOf(chunk, i))) await commit();
      }
      if (task.closed) break;
    }
    await commit();
  }
}
