import { isoOf } from '../../schemas/instants.ts';
import { TidelineError } from '../errors.ts';
import { encodeChunk, type Chunk } from '../../schemas/envelope.ts';
import type { Output, Partition } from './log.ts';

/** A feeder's clock may be this much ahead of the time it says it received something. */
const ALLOWED_MS = 60_000;

/** A chunk of whole records for one partition. Throws TICK_IN_FUTURE. */
export function encodedOutput<T>(to: Partition<T>, chunk: Chunk<T>): Output<T> {
  refuseFutureTicks(to, chunk);
  return { to, chunk: encodeChunk(to.stream.codec, chunk) };
}

/** Law 2: a tick in the future would make everything that really happens late. A feeder that sends one is refused loudly. */
function refuseFutureTicks(to: Partition, chunk: Chunk): void {
  if (chunk.producer !== '') return;
  for (const record of chunk.records) {
    if (record.kind !== 'tick' || record.value.time <= record.receivedTime + ALLOWED_MS) continue;
    throw new TidelineError(
      'TICK_IN_FUTURE',
      `${to.timeline}/${to.stream.name}/${to.partition}: a tick for ${isoOf(record.value.time)} was sent at ${isoOf(record.receivedTime)}. Check the clock of this machine; nothing was stored.`,
    );
  }
}
