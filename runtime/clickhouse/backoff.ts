/** Waiting times that double: `firstMs` before the first repetition, never more than `maxMs`. Attempts count from 0. */
export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

export function backoffMs({ firstMs, maxMs }: Backoff, attempt: number): number {
  return Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 30));
}
