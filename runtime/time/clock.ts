import type { Instant } from '../../schemas/instants.ts';

/**
 * Wall time enters the program only through this. `sleep` resolves after `ms`, or rejects with the signal's reason at once
 * when it aborts; nothing else may wait.
 */
export interface Clock {
  now(): Instant;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Node's timers end at once beyond 2^31 - 1 ms. */
const LONGEST_TIMER_MS = 2_147_483_647;

export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    for (let left = ms; left > LONGEST_TIMER_MS; left -= LONGEST_TIMER_MS) await sleepOnce(LONGEST_TIMER_MS, signal);
    await sleepOnce(ms % LONGEST_TIMER_MS, signal);
  },
};

function sleepOnce(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
