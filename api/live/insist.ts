import type { Clock } from '../../runtime/time/clock.ts';
import { problemOf } from '../problems.ts';

const RETRY_MS = 1_000;

export interface InsistDeps {
  readonly clock: Clock;
  /** Told why nothing comes, and with undefined that it does again. */
  trouble(reason: string | undefined): void;
}

/** Asks until a store that is away or busy answers; throws what no waiting mends, and the signal's reason. */
export async function insist<T>(
  ask: (signal: AbortSignal) => Promise<T>,
  { clock, trouble }: InsistDeps,
  signal: AbortSignal,
): Promise<T> {
  for (;;) {
    try {
      const answer = await ask(signal);
      trouble(undefined);
      return answer;
    } catch (error) {
      signal.throwIfAborted();
      const problem = problemOf(error);
      if (problem.status !== 503) throw error;
      trouble(problem.message);
      await clock.sleep(RETRY_MS, signal);
    }
  }
}
