import { SECOND_MS } from '../../schemas/instants.ts';
import type { MentionScore } from '../../schemas/results/mention-score.ts';
import type { Mention } from '../schemas/answers.ts';
import type { LiveData } from '../schemas/live.ts';
import { allowance } from './allowance.ts';
import { byListOrder, mentionShape } from './mention-shape.ts';

/** What a viewer can still read. */
const PER_SECOND = 50;
/** A burst after a lull passes whole. */
const SAVE_S = 2;
/** Of a flood the newest are kept: more than will ever be sent at once. */
const KEPT = 4_000;

export interface Harvest {
  readonly delta: LiveData['mentions']['delta'];
  /** The newest of all, also of those that are not sent. */
  readonly newest: readonly Mention[];
}

/** Gathers mentions for the next delta, of which only so many a second are sent. */
export function createHarvest(newest: number) {
  const allowed = allowance(PER_SECOND, SAVE_S);
  let kept: MentionScore[] = [];
  let of = 0;
  return {
    size: (): number => of,

    add(mentions: readonly MentionScore[]): void {
      of += mentions.length;
      kept.push(...mentions);
      if (kept.length > 2 * KEPT) kept = kept.slice(-KEPT);
    },

    /** All since the last time, which is so long ago. */
    take(ms: number): Harvest {
      allowed.pass(ms);
      const shown = sampled(kept, allowed.take(kept.length));
      const young = kept.toSorted((a, b) => b.time - a.time).slice(0, newest);
      const delta = { items: shown.map(mentionShape).toSorted(byListOrder), of, seconds: ms / SECOND_MS };
      kept = [];
      of = 0;
      return { delta, newest: young.map(mentionShape) };
    },
  };
}

/** So many of them, evenly spread, in their order. */
function sampled<T>(all: readonly T[], count: number): readonly T[] {
  if (all.length <= count) return all;
  return Array.from({ length: count }, (_, i) => all[Math.floor(((i + 0.5) * all.length) / count)] as T);
}
