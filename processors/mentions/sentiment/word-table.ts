import { UNKNOWN_WORD, type Word } from './word.ts';

/** Finds words by a stretch of a text, without cutting a string out of it: most tokens are in no table. */
export interface WordTable {
  /** The word that `text` holds from `from` up to `to`, its ASCII capitals read as small letters. */
  find(text: string, from: number, to: number): Word | undefined;
}

/** Four slots or more per word, so that the search for an unknown word mostly ends at its first slot. */
const SPARSITY = 4;

/**
 * Open addressing with linear probing over the words' lower-case texts, which must differ. The slots hold one byte of the
 * word's hash, 0 when free: the whole table stays in the processor's cache, and few unknown words get as far as a comparison.
 */
export function wordTable(words: readonly Word[]): WordTable {
  const size = 2 ** Math.ceil(Math.log2(words.length * SPARSITY + 1));
  const mask = size - 1;
  const marks = new Uint8Array(size);
  const slots: Word[] = Array.from({ length: size }, () => UNKNOWN_WORD);
  for (const word of words) {
    const hash = hashOf(word.text, 0, word.text.length);
    let slot = hash & mask;
    while (marks[slot] !== 0) slot = (slot + 1) & mask;
    marks[slot] = markOf(hash);
    slots[slot] = word;
  }
  return {
    find(text, from, to) {
      const hash = hashOf(text, from, to);
      const mark = markOf(hash);
      for (let slot = hash & mask; marks[slot] !== 0; slot = (slot + 1) & mask) {
        if (marks[slot] !== mark) continue;
        const word = slots[slot];
        if (word !== undefined && isAt(word.text, text, from, to)) return word;
      }
      return undefined;
    },
  };
}

/** A byte of the hash that the slot does not depend on, never 0. */
function markOf(hash: number): number {
  return (hash >>> 24) | 1;
}

function isAt(word: string, text: string, from: number, to: number): boolean {
  if (word.length !== to - from) return false;
  for (let n = 0; n < word.length; n++) if (word.charCodeAt(n) !== small(text.charCodeAt(from + n))) return false;
  return true;
}

/** FNV-1a over UTF-16 units; its low bits alone are mixed too little. */
function hashOf(text: string, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ small(text.charCodeAt(at)), 0x01000193);
  return hash ^ (hash >>> 15);
}

function small(unit: number): number {
  return unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : unit;
}
