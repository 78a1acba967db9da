import type { Breakdown } from '../../../../api/schemas/answers.ts';

type Counted = Breakdown['data'][number];

export interface TroubledWatch extends Counted {
  /** Mentions that are negative. */
  readonly negative: number;
}

/** The watch that most people complain about first: a high share of a few is less of a trouble than a lower one of thousands. */
export function byTrouble(watches: readonly Counted[]): readonly TroubledWatch[] {
  return watches
    .map((watch) => ({ ...watch, negative: Math.round(watch.mentions * watch.negative_share) }))
    .toSorted((a, b) => b.negative - a.negative || b.mentions - a.mentions);
}
