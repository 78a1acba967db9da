import type { PostCounters } from '../../../schemas/events/account-item.ts';
import type { noEngagement } from '../../../schemas/results/engagement-window.ts';

/** A counter below this share of its neighbour before began to count anew; above it, somebody took something back. */
const RESET_BELOW = 0.5;

/**
 * What one counter gained from a value to the next: growth as it is; after a reset what was counted since (as Prometheus' `increase`
 * does); a deletion is negative, so that sums stay what the platform shows. Added, or with -1 taken back.
 */
export function addGain(
  sums: ReturnType<typeof noEngagement>,
  name: keyof PostCounters,
  older: number,
  newer: number,
  sign: 1 | -1 = 1,
): void {
  const reset = newer < older * RESET_BELOW;
  sums[name] += sign * (reset ? newer : newer - older);
  if (reset) sums.resets += sign;
  else if (newer < older) sums.deletions += sign;
}
