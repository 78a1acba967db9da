import type { Bell } from '../../runtime/log/embedded/bell.ts';
import type { Clock } from '../../runtime/time/clock.ts';

/** Numbers that only grow with commits. */
export interface Growth {
  now(): readonly number[];
  /** Resolves with them when one is larger than it was; rejects with the signal's reason. */
  beyond(known: readonly number[], signal: AbortSignal): Promise<readonly number[]>;
}

export interface GrowthDeps {
  readonly bell: Pick<Bell, 'listen'>;
  readonly clock: Clock;
}

interface Waiter {
  readonly known: readonly number[];
  resolve(now: readonly number[]): void;
  reject(error: unknown): void;
}

/**
 * Looks for all who wait at once, so long after a commit that commits on its heels are seen by the same look, and not at all while
 * nobody waits. `look` may throw: whoever waits is told.
 */
export function watchGrowth(look: () => readonly number[], everyMs: number, { bell, clock }: GrowthDeps): Growth {
  const waiting = new Set<Waiter>();
  const { signal: never } = new AbortController();
  let unlisten: (() => void) | undefined;
  let due = false;

  async function ring(): Promise<void> {
    if (due) return;
    due = true;
    await clock.sleep(everyMs, never);
    due = false;
    if (waiting.size > 0) settle();
  }

  function settle(): void {
    try {
      const now = look();
      for (const one of waiting) if (hasGrown(one.known, now)) leave(one).resolve(now);
    } catch (error) {
      for (const one of waiting) leave(one).reject(error);
    }
  }

  function leave(one: Waiter): Waiter {
    waiting.delete(one);
    if (waiting.size === 0) {
      unlisten?.();
      unlisten = undefined;
    }
    return one;
  }

  return {
    now: look,

    async beyond(known, signal) {
      signal.throwIfAborted();
      const now = look();
      if (hasGrown(known, now)) return now;
      const { promise, resolve, reject } = Promise.withResolvers<readonly number[]>();
      const one = { known, resolve, reject };
      const stop = (): void => leave(one).reject(signal.reason);
      signal.addEventListener('abort', stop, { once: true });
      waiting.add(one);
      unlisten ??= bell.listen(() => void ring());
      return promise.finally(() => signal.removeEventListener('abort', stop));
    },
  };
}

function hasGrown(known: readonly number[], now: readonly number[]): boolean {
  return now.some((value, i) => value > (known[i] ?? 0));
}
