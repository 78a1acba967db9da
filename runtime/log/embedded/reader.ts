import type { LogReader, Offset, Partition, Positioned } from '../log.ts';
import type { Bell } from './bell.ts';

export interface ReadSource {
  /** Whole chunks from the one that holds `from`, about as many bytes as a reader gets at once; empty at the end. */
  read<T>(partition: Partition<T>, from: Offset): Positioned<T>[];
  /** Rings after every commit, and when the engine has failed. */
  readonly bell: Bell;
  failure(): Error | undefined;
}

export function openReader<T>(source: ReadSource, partition: Partition<T>, from: Offset): LogReader<T> {
  let next = from;
  return {
    async next(signal) {
      for (;;) {
        signal.throwIfAborted();
        const failure = source.failure();
        if (failure !== undefined) throw failure;
        const batch = source.read(partition, next);
        const last = batch.at(-1);
        if (last !== undefined) {
          next = last.offset + last.count;
          return batch;
        }
        await source.bell.next(signal);
      }
    },
  };
}
