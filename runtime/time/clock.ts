import type { Instant } from '../../schemas/instants.ts';

/**
 * Wall time enters the program only through this. `sleep` resolves after `ms`, or rejects with the signal's reason at once
 * when it aborts; nothing else may wait.
 */
export interface Clock {
  now(): Instant;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
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
    }),
};
