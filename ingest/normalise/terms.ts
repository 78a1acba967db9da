import type { Watch } from '../../schemas/watch.ts';
import { wordsOf } from './text/words.ts';

/** A term that one or more watches list, by their index in the set. */
export interface Term {
  readonly any: number[];
  readonly all: number[];
  readonly none: number[];
}

/** The terms of all watches, by their tokens: equal terms of many watches are looked for once. */
export function termsOf(watches: readonly Watch[]): Map<string, Term> {
  const terms = new Map<string, Term>();
  watches.forEach((watch, index) => {
    for (const list of ['any', 'all', 'none'] as const) {
      for (const key of new Set(watch[list].map(termKey))) {
        const term = terms.get(key) ?? { any: [], all: [], none: [] };
        term[list].push(index);
        terms.set(key, term);
      }
    }
  });
  return terms;
}

/** Terms with one key match the same texts. No token holds a blank. */
export function termKey(term: string): string {
  return wordsOf(term).join(' ');
}
