const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/**
 * How long to wait before try number `attempt` (the first is 1): anywhere below a ceiling that doubles from 0.5 s to 30 s, so that
 * many pages do not come back at once. `random` in [0, 1).
 */
export function backoffMs(attempt: number, random: number): number {
  return random * Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1));
}
