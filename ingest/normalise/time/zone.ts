import type { Instant } from '../../../schemas/instants.ts';
import { DAY_MS } from '../../../schemas/instants.ts';

/** Whether the platform's time zone database knows this zone. */
export function isZone(zone: string): boolean {
  try {
    return new Temporal.ZonedDateTime(0n, zone).timeZoneId !== '';
  } catch {
    return false;
  }
}

/**
 * The instant of a local time in an IANA zone; `localMs` is the local time read as if it were UTC. A local time that a clock
 * change skips is taken with the offset before it (02:30 becomes 03:30), one that happens twice is the earlier of the two:
 * Temporal's "compatible", the rule of RFC 5545.
 *
 * Asking Temporal costs microseconds; so the stretch of constant offset around the last answer is kept, and used for local
 * times more than a day inside it.
 */
export function zoneReader(zone: string): (localMs: number) => Instant {
  let from = Infinity;
  let until = -Infinity;
  let offsetMs = 0;
  return (localMs) => {
    if (localMs >= from && localMs < until) return localMs - offsetMs;
    const zoned = plainDateTime(localMs).toZonedDateTime(zone, { disambiguation: 'compatible' });
    offsetMs = zoned.offsetNanoseconds / 1e6;
    from =
      (zoned.add({ nanoseconds: 1 }).getTimeZoneTransition('previous')?.epochMilliseconds ?? -8.64e15) +
      offsetMs +
      DAY_MS;
    until = (zoned.getTimeZoneTransition('next')?.epochMilliseconds ?? 8.64e15) + offsetMs - DAY_MS;
    return zoned.epochMilliseconds;
  };
}

function plainDateTime(localMs: number): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(localMs).toZonedDateTimeISO('UTC').toPlainDateTime();
}
