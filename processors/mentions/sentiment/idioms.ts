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

/**
 * The valence at place `at` once the idioms around it are known: one that ends at or just before the word replaces it,
 * one that starts with the word replaces that again, and two-word dampeners before it ("kind of") are added.
 * Called for words with three words before them, as the reference does.
 */
export function valenceInIdiom(words: readonly Word[], at: number, valence: number): number {
  const own = idiomAt(words, at, 3) ?? idiomAt(words, at, 2) ?? idiomBefore(words, at);
  return (own?.valence ?? valence) + dampenerAt(words, at - 3) + dampenerAt(words, at - 2);
}

/** Where an idiom may stand to colour the word behind or at its end; the first found counts. */
function idiomBefore(words: readonly Word[], at: number): Phrase | undefined {
  return (
    idiomAt(words, at - 1, 2) ??
    idiomAt(words, at - 2, 3) ??
    idiomAt(words, at - 2, 2) ??
    idiomAt(words, at - 3, 3) ??
    idiomAt(words, at - 3, 2)
  );
}

function dampenerAt(words: readonly Word[], at: number): number {
  return phraseAt(wordAt(words, at).dampeners, words, at, 2)?.valence ?? 0;
}

function idiomAt(words: readonly Word[], at: number, length: number): Phrase | undefined {
  return phraseAt(wordAt(words, at).idioms, words, at, length);
}
