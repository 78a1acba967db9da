import type { Instant } from '../../schemas/instants.ts';

/** How many times faster than it happened a recording is replayed; `max` waits for nothing. */
export type ReplaySpeed = 'max' | number;

/** The wall time at which an item is due; called for each at least once, in the order of reading. */
export type Pacer = (eventTime: Instant | undefined, now: Instant) => Instant;

/** The first item with a time is due at once, and the others relative to it; after a restart there is a new first one. */
export function pacer(speed: ReplaySpeed): Pacer {
  let first: { readonly eventTime: Instant; readonly wallTime: Instant } | undefined;
  return (eventTime, now) => {
    if (speed === 'max' || eventTime === undefined) return now;
    first ??= { eventTime, wallTime: now };
    return Math.ceil(first.wallTime + (eventTime - first.eventTime) / speed);
  };
}
