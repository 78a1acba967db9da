import { isoOf } from '../../schemas/instants.ts';
import { TidelineError } from '../errors.ts';
import type { Output } from './log.ts';

/** A feeder's clock may be this much ahead of the time it says it received something. */
const ALLOWED_MS = 60_000;

/** Law 2: a tick in the future would make everything that really happens late. A feeder that sends one is refused loudly. */
export function refuseFutureTicks({ to, chunk }: Output): void {
  if (chunk.producer !== '') return;
  for (const record of chunk.records) {
    if (record.kind !== 'tick' || record.value.time <= record.receivedTime + ALLOWED_MS) continue;
    throw new TidelineError(
      'TICK_IN_FUTURE',
      `${to.timeline}/${to.stream.name}/${to.partition}: a tick for ${isoOf(record.value.time)} was sent at ${isoOf(record.receivedTime)}. Check the clock of this machine; nothing was stored.`,
    );
  }
}
