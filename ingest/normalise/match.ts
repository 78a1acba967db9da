import type { WatchSet } from '../../schemas/watch.ts';
import { watchTally } from './tally.ts';
import { termsOf } from './terms.ts';
import type { Term } from './terms.ts';
import { emptyTokens, tokenise } from './text/tokens.ts';
import { vocabularyOf } from './text/vocabulary.ts';

/** Finds which watches a text is for. Built once per version of the watches and used for every item; one text at a time. */
export interface Matcher {
  readonly version: number;
  /** Names in the order of the set; what README.md calls a match. */
  match(text: string): readonly string[];
}

/** Its first token finds it, the others must follow. `seen` is the last text it was found in: it counts once. */
interface Placed extends Term {
  readonly rest: readonly number[];
  seen: number;
}

export function compileWatches({ version, watches }: WatchSet): Matcher {
  const terms = termsOf(watches);
  const vocabulary = vocabularyOf([...terms.keys()].flatMap((key) => key.split(' ')));
  const byFirst: Placed[][] = Array.from({ length: vocabulary.size }, () => []);
  for (const [key, uses] of terms) {
    const [first = -1, ...rest] = key.split(' ').map((word) => vocabulary.indexOf(word));
    byFirst[first]?.push({ ...uses, rest, seen: 0 });
  }
  const tally = watchTally(watches);
  const tokens = emptyTokens();
  let ids = new Int32Array(tokens.starts.length);
  let texts = 0;

  return {
    version,
    match(text) {
      tokenise(text, tokens);
      const { count } = tokens;
      if (count > ids.length) ids = new Int32Array(tokens.starts.length);
      for (let i = 0; i < count; i++) ids[i] = vocabulary.find(tokens, i);
      texts++;
      for (let i = 0; i < count; i++) {
        const id = ids[i] ?? -1;
        if (id < 0) continue;
        for (const term of byFirst[id] ?? []) {
          if (term.seen === texts || !follows(term.rest, ids, i + 1, count)) continue;
          term.seen = texts;
          tally.found(term);
        }
      }
      return tally.take();
    },
  };
}

function follows(rest: readonly number[], ids: Int32Array, from: number, count: number): boolean {
  if (from + rest.length > count) return false;
  for (let i = 0; i < rest.length; i++) if (ids[from + i] !== rest[i]) return false;
  return true;
}
