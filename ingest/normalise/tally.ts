import type { Watch } from '../../schemas/watch.ts';
import { termKey } from './terms.ts';
import type { Term } from './terms.ts';

/** What the terms found in one text add up to, for every watch; used again for every text, so nothing is allocated for most. */
export interface WatchTally {
  /** Called once per text for each term it holds. */
  found(term: Term): void;
  /** The watches that match, in the set's order; begins the next text. */
  take(): readonly string[];
}

interface Count {
  readonly name: string;
  /** Conditions to meet: one for `any`, one for each distinct term of `all`. */
  readonly needed: number;
  met: number;
  anyMet: boolean;
  refused: boolean;
}

const NOBODY: readonly string[] = [];

export function watchTally(watches: readonly Watch[]): WatchTally {
  const counts = watches.map(({ name, any, all }): Count => {
    const needed = (any.length > 0 ? 1 : 0) + new Set(all.map(termKey)).size;
    return { name, needed, met: 0, anyMet: false, refused: false };
  });
  const touched: number[] = [];
  const touch = (index: number): Count | undefined => {
    const count = counts[index];
    if (count !== undefined && count.met === 0 && !count.refused) touched.push(index);
    return count;
  };
  return {
    found(term) {
      for (const index of term.any) {
        const count = touch(index);
        if (count === undefined || count.anyMet) continue;
        count.anyMet = true;
        count.met++;
      }
      for (const index of term.all) {
        const count = touch(index);
        if (count !== undefined) count.met++;
      }
      for (const index of term.none) {
        const count = touch(index);
        if (count !== undefined) count.refused = true;
      }
    },
    take() {
      if (touched.length === 0) return NOBODY;
      touched.sort((a, b) => a - b);
      const names: string[] = [];
      for (const index of touched) {
        const count = counts[index];
        if (count === undefined) continue;
        if (count.met === count.needed && !count.refused) names.push(count.name);
        count.met = 0;
        count.anyMet = false;
        count.refused = false;
      }
      touched.length = 0;
      return names.length === 0 ? NOBODY : names;
    },
  };
}
