import type { Clock } from '../../runtime/time/clock.ts';
import { SECOND_MS, type Instant } from '../../schemas/instants.ts';
import type { LiveMention } from '../../schemas/live-mention.ts';
import type { Present } from '../request.ts';

const WINDOW_MS = 10_000;
/** Where fewer came in the window, so many are looked at; where fewer are known, the least delayed: one that was late must not speak for all. */
const FEW = 7;
const FEW_WINDOW_MS = 60_000;
/** Of one step: a median needs no more. */
const SAMPLE = 50;

interface Arrival {
  readonly at: Instant;
  readonly count: number;
  readonly delaysMs: readonly number[];
}

/** What came lately: how much, and how long after it happened: by the timeline's own present, in ms of the clock. */
export function recentMentions(clock: Pick<Clock, 'now'>, present: () => Present) {
  /** The oldest first. Hundreds may come in a second: only those that leave are looked at then. */
  const arrivals: Arrival[] = [];
  let behindMs: number | undefined;
  let began = clock.now();

  function forgetUntil(oldest: Instant): void {
    while (arrivals[0] !== undefined && arrivals[0].at <= oldest) arrivals.shift();
  }

  function since(windowMs: number): Arrival[] {
    const oldest = clock.now() - windowMs;
    return arrivals.filter(({ at }) => at > oldest);
  }

  return {
    add(mentions: readonly LiveMention[]): void {
      if (mentions.length === 0) return;
      const at = clock.now();
      const { at: now, rate } = present();
      const delaysMs = mentions.slice(-SAMPLE).map(({ value }) => Math.max(0, now - value.time) / rate);
      forgetUntil(at - FEW_WINDOW_MS);
      arrivals.push({ at, count: mentions.length, delaysMs });
    },

    /** The median delay from event to here, of the last 10 s or of the last few, of fewer the least; what it was when nothing came. */
    behindMs(): number | undefined {
      const lately = delaysOf(since(WINDOW_MS));
      const delays = lately.length >= FEW ? lately : delaysOf(since(FEW_WINDOW_MS)).slice(-FEW);
      const sorted = Float64Array.from(delays).toSorted();
      behindMs = sorted[sorted.length < FEW ? 0 : (sorted.length - 1) >> 1] ?? behindMs;
      return behindMs;
    },

    /** What came until now says nothing of what is to come: it was history. */
    forget(): void {
      arrivals.length = 0;
      behindMs = undefined;
      began = clock.now();
    },

    /** Over the last 10 s, or since it began; never over less than a second. */
    perSecond(): number {
      const spanMs = Math.min(WINDOW_MS, Math.max(SECOND_MS, clock.now() - began));
      return since(WINDOW_MS).reduce((sum, { count }) => sum + count, 0) / (spanMs / SECOND_MS);
    },
  };
}

function delaysOf(arrivals: readonly Arrival[]): number[] {
  return arrivals.flatMap(({ delaysMs }) => delaysMs);
}
