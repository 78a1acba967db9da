import type { Label, WorldEvent } from './event.ts';
import type { Journey } from './journey.ts';
import { spoiltLine } from './lines.ts';
import type { Pending } from './pending.ts';

/** The event of one copy of an item: its line, spoilt if it is to be. */
export function rendered(
  { at, kind, unit, period, index, copy }: Pending,
  { written, malformed }: Journey,
  line: string,
  platform: string,
  id: string,
  label: Label,
): WorldEvent {
  const reason = malformed[copy];
  return {
    platform,
    id,
    eventTime: written,
    arrivalTime: at,
    raw: Buffer.from(reason === undefined ? line : spoiltLine(line, reason)),
    origin: `world:${kind}.${unit}.${period}.${index}.${copy}`,
    malformed: reason,
    label,
  };
}
