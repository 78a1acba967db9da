import type { Clock } from '../time/clock.ts';
import type { StoreChild } from './launch.ts';

export interface HealthCheck {
  readonly everyMs: number;
  /** A ping that takes longer is a miss. */
  readonly limitMs: number;
  /** So many misses in a row, and the child is killed. */
  readonly misses: number;
}

export interface Watch {
  readonly clock: Clock;
  readonly check: HealthCheck;
  /** Told before a silent child is killed. */
  readonly onStall: (reason: string) => void;
  /** Ends the pings, not the wait: while it stops orderly, a child need not answer. */
  readonly stopping: AbortSignal;
}

/** Resolves when the child is gone, by itself or killed because it did not answer, with the reason in words. */
export async function untilGone(child: StoreChild, watch: Watch): Promise<string> {
  const gone = new AbortController();
  const exited = child.exited.finally(() => gone.abort());
  if (!(await fellSilent(child, watch, AbortSignal.any([gone.signal, watch.stopping])))) return exited;
  const reason = `it did not answer ${watch.check.misses} pings of ${watch.check.limitMs} ms in a row`;
  watch.onStall(reason);
  child.kill();
  await exited;
  return reason;
}

async function fellSilent(child: StoreChild, { clock, check }: Watch, until: AbortSignal): Promise<boolean> {
  for (let missed = 0; missed < check.misses;) {
    await clock.sleep(check.everyMs, until).catch(() => undefined);
    if (until.aborted) return false;
    missed = (await child.ping(check.limitMs)) ? 0 : missed + 1;
  }
  return !until.aborted;
}
