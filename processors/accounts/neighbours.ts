import type { Instant } from '../../schemas/instants.ts';

/** Something that was read at an instant. */
export interface Timed {
  readonly time: Instant;
}

export interface Neighbours<T> {
  readonly before: T | undefined;
  readonly after: T | undefined;
}

/** Puts a reading into its place in time and returns which that is. */
export function insertInTime<T extends Timed>(readings: T[], reading: T): number {
  const place = readings.findLastIndex(({ time }) => time <= reading.time) + 1;
  readings.splice(place, 0, reading);
  return place;
}

/**
 * The nearest readings before and after the one at `place` that say what is asked for. Whoever adds up differences between neighbours
 * takes back the one over the gap and puts two in its place: so the sums do not depend on the order in which readings came.
 */
export function neighboursOf<T>(
  readings: readonly T[],
  place: number,
  says: (reading: T) => boolean = () => true,
): Neighbours<T> {
  const nearest = (step: 1 | -1): T | undefined => {
    for (let i = place + step; ; i += step) {
      const reading = readings[i];
      if (reading === undefined || says(reading)) return reading;
    }
  };
  return { before: nearest(-1), after: nearest(1) };
}

/** Forgets, and returns, what lies before the last reading before `earliest`: when nothing earlier comes, that one hides it. */
export function dropBefore<T extends Timed>(readings: T[], earliest: Instant): readonly T[] {
  const last = readings.findLastIndex(({ time }) => time < earliest);
  return last > 0 ? readings.splice(0, last) : [];
}
