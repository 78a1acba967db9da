import { holdsAt } from './characters.ts';
import { HASH_SEED, hashStep } from './tokens.ts';
import type { Tokens } from './tokens.ts';

/**
 * The words that terms are made of, each with a small number. A table of our own and no Map: a text has twenty tokens, nearly all
 * of them in no term, and a Map would need a string cut out of the text for each.
 */
export interface Vocabulary {
  readonly size: number;
  /** The number of the token, or -1. */
  find(tokens: Tokens, index: number): number;
  /** The number of a word that was put in. */
  indexOf(word: string): number;
}

export function vocabularyOf(all: Iterable<string>): Vocabulary {
  const words = [...new Set(all)];
  const numbers = new Map(words.map((word, number) => [word, number]));
  const hashes = Int32Array.from(words, hashOf);
  // Open addressing, at most a quarter full; 0 is free, else number + 1.
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(words.length * 4 + 4)));
  const mask = slots.length - 1;
  hashes.forEach((hash, number) => {
    let slot = spread(hash) & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = number + 1;
  });

  return {
    size: words.length,
    find(tokens, index) {
      const hash = tokens.hashes[index] ?? 0;
      const start = tokens.starts[index] ?? 0;
      const length = (tokens.ends[index] ?? 0) - start;
      if (length === 0) return -1;
      for (let slot = spread(hash) & mask; ; slot = (slot + 1) & mask) {
        const number = (slots[slot] ?? 0) - 1;
        if (number < 0) return -1;
        if (hashes[number] !== hash) continue;
        const word = words[number] ?? '';
        if (word.length === length && holdsAt(tokens.characters, start, word)) return number;
      }
    },
    indexOf: (word) => numbers.get(word) ?? -1,
  };
}

/** The low bits of FNV depend on the last characters most; mix the high ones in. */
function spread(hash: number): number {
  return hash ^ (hash >>> 15);
}

function hashOf(word: string): number {
  let hash = HASH_SEED;
  for (let at = 0; at < word.length; at++) hash = hashStep(hash, word.charCodeAt(at));
  return hash;
}
