import type { LogRecord } from '../../../schemas/envelope.ts';
import type { OpenedLog, PartitionStatus } from '../../open-log.ts';

const READ_BYTES = 1_048_576;

/** A record, where it lies and who made it. */
export interface Placed {
  readonly offset: number;
  readonly producer: string;
  readonly record: LogRecord;
}

/** From `from` up to where the partition ended when its status was taken. */
export function* recordsIn(log: OpenedLog, { partition, next }: PartitionStatus, from: number): Generator<Placed> {
  for (let at = from; at < next;) {
    const batch = log.read(partition, at, READ_BYTES);
    if (batch.length === 0) return;
    for (const { offset: first, chunk } of batch) {
      for (const [index, record] of chunk.records.entries()) {
        const offset = first + index;
        if (offset >= at && offset < next) yield { offset, producer: chunk.producer, record };
      }
      at = Math.max(at, first + chunk.records.length);
    }
  }
}
