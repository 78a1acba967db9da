import type { Clock } from '../../runtime/time/clock.ts';
import type { Instant } from '../../schemas/instants.ts';

/** Time passes only in `advance`, up to the given moment, and whoever wakes meanwhile is heard out. */
export function manualClock(start: Instant = 0) {
  let now = start;
  const sleepers = new Set<{ at: number; wake: () => void }>();
  const settle = async () => {
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  const clock: Clock = {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason as Error);
        const sleeper = { at: now + ms, wake: resolve };
        sleepers.add(sleeper);
        signal.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          reject(signal.reason as Error);
        });
      }),
  };
  async function advance(ms: number): Promise<void> {
    const end = now + ms;
    for (let wakes = 0; ; wakes++) {
      if (wakes > 10_000) throw new Error(`somebody sleeps without time passing, at ${now} ms`);
      await settle();
      const [next] = [...sleepers].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at);
      if (next === undefined) break;
      now = next.at;
      sleepers.delete(next);
      next.wake();
    }
    now = end;
  }
  return { clock, advance };
}
