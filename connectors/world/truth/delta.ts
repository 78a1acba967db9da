import { COUNTER_NAMES } from '../../../schemas/events/account-item.ts';
import { NO_COUNTERS, type Counters } from '../event.ts';

/** What happened between two readings of cumulative counters. */
export interface Delta extends Counters {
  readonly resets: number;
  readonly deletions: number;
}

/** A counter below this share of its neighbour before began to count anew; above it, somebody took something back. */
const RESET_BELOW = 0.5;

/**
 * Counter by counter: growth counts as it is; after a reset everything counted since (as in Prometheus' `increase`); a deletion counts
 * negative, so that sums stay what the platform shows.
 */
export function deltaOf(older: Counters, newer: Counters): Delta {
  const delta: { -readonly [Name in keyof Delta]: number } = { ...NO_COUNTERS, resets: 0, deletions: 0 };
  for (const name of COUNTER_NAMES) {
    const reset = newer[name] < older[name] * RESET_BELOW;
    delta[name] = reset ? newer[name] : newer[name] - older[name];
    if (reset) delta.resets++;
    else if (newer[name] < older[name]) delta.deletions++;
  }
  return delta;
}
