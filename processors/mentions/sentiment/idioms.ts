import { phraseAt, wordAt, type Phrase, type Word } from './word.ts';

/** Phrases with a valence of their own that hold a word of the lexicon. */
export const IDIOMS: readonly Phrase[] = Object.entries({
  'the shit': 3,
  'the bomb': 3,
  'bad ass': 1.5,
  'bus stop': 0,
  'yeah right': -2,
  'kiss of death': -1.5,
  'to die for': 3,
  'beating heart': 3.5,
}).map(([phrase, valence]) => ({ words: phrase.split(' '), valence }));

/** Where an idiom may stand to colour a word: its start relative to the word, and its length; the first found counts. */
const BEFORE: readonly (readonly [start: number, length: number])[] = [
  [-1, 2],
  [-2, 3],
  [-2, 2],
  [-3, 3],
  [-3, 2],
];

/**
 * The valence at place `at` once the idioms around it are known: one that ends at or just before the word replaces it,
 * one that starts with the word replaces that again, and two-word dampeners before it ("kind of") are added.
 * Called for words with three words before them, as the reference does.
 */
export function valenceInIdiom(words: readonly Word[], at: number, valence: number): number {
  let result = idiomBefore(words, at)?.valence ?? valence;
  for (const length of [2, 3]) result = idiomAt(words, at, length)?.valence ?? result;
  for (const start of [at - 3, at - 2]) {
    result += phraseAt(wordAt(words, start).dampeners, words, start, 2)?.valence ?? 0;
  }
  return result;
}

function idiomBefore(words: readonly Word[], at: number): Phrase | undefined {
  for (const [start, length] of BEFORE) {
    const idiom = idiomAt(words, at + start, length);
    if (idiom !== undefined) return idiom;
  }
  return undefined;
}

function idiomAt(words: readonly Word[], at: number, length: number): Phrase | undefined {
  return phraseAt(wordAt(words, at).idioms, words, at, length);
}
