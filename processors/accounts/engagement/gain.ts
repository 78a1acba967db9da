import type { PostCounters } from '../../../schemas/events/account-item.ts';
import { COUNTER_NAMES } from '../../../schemas/events/account-item.ts';
import { noEngagement, type EngagementSums } from '../../../schemas/results/engagement-window.ts';

/** A counter below this share of its neighbour before began to count anew; above it, somebody took something back. */
const RESET_BELOW = 0.5;

/** Before the first snapshot of a post. */
export const NOTHING: PostCounters = { likes: 0, comments: 0, shares: 0, views: 0, reach: 0 };

/**
 * What a post gained between two snapshots, counter by counter: growth as it is; after a reset what was counted since (as Prometheus'
 * `increase` does); a deletion is negative, so that sums stay what the platform shows.
 */
export function gainOf(older: PostCounters, newer: PostCounters): ReturnType<typeof noEngagement> {
  const gain = noEngagement();
  for (const name of COUNTER_NAMES) {
    const reset = newer[name] < older[name] * RESET_BELOW;
    gain[name] = reset ? newer[name] : newer[name] - older[name];
    if (reset) gain.resets++;
    else if (newer[name] < older[name]) gain.deletions++;
  }
  return gain;
}

/** Adds, or with -1 takes back. */
export function addGain(sums: ReturnType<typeof noEngagement>, gain: EngagementSums, sign: 1 | -1 = 1): void {
  for (const name of Object.keys(sums) as (keyof EngagementSums)[]) sums[name] += sign * gain[name];
}
