import { HOUR_MS, type Instant } from '../../../schemas/instants.ts';

/** Copies of one item arrive within this of each other: repeats within 2 h, and a stall. */
const GENERATION_MS = 3 * HOUR_MS;

/** Which ids have come before. Two generations of 3 to 6 h by arrival: all copies of this world, in memory that does not grow. */
export function seenIds(): (id: string, arrival: Instant) => boolean {
  let older = new Set<string>();
  let newer = new Set<string>();
  let turnsAt = 0;
  return (id, arrival) => {
    if (arrival >= turnsAt) {
      older = arrival >= turnsAt + GENERATION_MS ? new Set() : newer;
      newer = new Set();
      turnsAt = arrival + GENERATION_MS;
    }
    if (newer.has(id) || older.has(id)) return true;
    newer.add(id);
    return false;
  };
}
