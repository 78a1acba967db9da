import type { Instant } from '../../schemas/instants.ts';

/** Something that was read at an instant. */
export interface Timed {
  readonly time: Instant;
}

export interface Neighbours<T> {
  readonly before: T | undefined;
  readonly after: T | undefined;
}

/**
 * Puts a reading into its place in time and returns its neighbours there. Whoever adds up differences between neighbours takes back
 * the one over the gap and puts two in its place: so the sums do not depend on the order in which readings came.
 */
export function insertInTime<T extends Timed>(readings: T[], reading: T): Neighbours<T> {
  const last = readings.findLastIndex(({ time }) => time <= reading.time);
  const neighbours = { before: readings[last], after: readings[last + 1] };
  readings.splice(last + 1, 0, reading);
  return neighbours;
}

/** Forgets what can be nobody's neighbour any more when nothing earlier than `earliest` comes: all before the last one before it. */
export function dropBefore(readings: Timed[], earliest: Instant): void {
  const last = readings.findLastIndex(({ time }) => time < earliest);
  if (last > 0) readings.splice(0, last);
}
