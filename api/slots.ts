import { TidelineError } from '../runtime/errors.ts';
import type { Metrics } from '../runtime/metrics.ts';
import type { Clock } from '../runtime/time/clock.ts';

export interface SlotLimits {
  /** Of the metrics. */
  readonly lane: string;
  /** So many may hold a place at once … */
  readonly running: number;
  /** … so many may wait for one … */
  readonly waiting: number;
  /** … so long. */
  readonly waitMs: number;
}

/** A place in a lane; `free` is to be called once the work has ended, and does nothing the second time. */
export interface Slot {
  free(outcome: 'ok' | 'failed'): void;
}

/** Bounds what is asked of the store at once: in front of it nobody waits long, and nobody waits unseen. */
export interface Slots {
  /**
   * Resolves when it is the caller's turn, first come first served. Rejects with STORE_BUSY when too many wait already, or when the
   * turn does not come in time; with the signal's reason when it aborts.
   */
  take(signal: AbortSignal): Promise<Slot>;
}

export function createSlots(limits: SlotLimits, deps: { readonly clock: Clock; readonly metrics: Metrics }): Slots {
  const { running, waiting, waitMs, lane } = limits;
  const { clock, metrics } = deps;
  const queue: (() => void)[] = [];
  let busy = 0;
  metrics.onRead(() => {
    metrics.set('storeRunning', busy, { lane });
    metrics.set('storeWaiting', queue.length, { lane });
  });

  function begin(): Slot {
    const began = clock.now();
    let held = true;
    return {
      free(outcome) {
        if (!held) return;
        held = false;
        metrics.observe('storeDuration', (clock.now() - began) / 1000, { lane, outcome });
        pass();
      },
    };
  }

  function pass(): void {
    const next = queue.shift();
    if (next === undefined) busy--;
    else next();
  }

  function refuse(): TidelineError {
    metrics.add('storeRefused', { lane });
    return new TidelineError(
      'STORE_BUSY',
      `Too many questions wait for the store (lane ${lane}). Try again in a moment.`,
    );
  }

  async function turn(signal: AbortSignal): Promise<void> {
    const turned = Promise.withResolvers<void>();
    const over = new AbortController();
    queue.push(turned.resolve);
    const tooLong = clock.sleep(waitMs, AbortSignal.any([signal, over.signal])).then(() => {
      throw refuse();
    });
    try {
      await Promise.race([turned.promise, tooLong]);
      signal.throwIfAborted();
    } catch (error) {
      const at = queue.indexOf(turned.resolve);
      // The turn came in the same moment, and somebody else can use it.
      if (at === -1) pass();
      else queue.splice(at, 1);
      throw error;
    } finally {
      over.abort();
      tooLong.catch(() => undefined);
    }
  }

  return {
    async take(signal) {
      signal.throwIfAborted();
      if (busy < running) busy++;
      else if (queue.length >= waiting) throw refuse();
      else await turn(signal);
      return begin();
    },
  };
}
