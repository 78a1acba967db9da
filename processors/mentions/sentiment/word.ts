/** Several words that together mean something else than each; `words` are lower case. */
export interface Phrase {
  readonly words: readonly string[];
  readonly valence: number;
}

/** What the rules know of a token, found by its lower-case text; shared by all texts, never changed. */
export interface Word {
  /** Lower case; empty for words that no table and no rule names. */
  readonly text: string;
  /** Of the sentiment lexicon. Rules skip such words when they look back, so a valence of 0 would not say the same. */
  readonly inLexicon: boolean;
  /** Mean human rating, -4 to +4; 0 outside the lexicon. */
  readonly valence: number;
  /** What it adds to a following valence: +-0.293 for boosters and dampeners, else 0. */
  readonly boost: number;
  readonly negates: boolean;
  /** Idioms, and dampeners of two words, that begin with it. */
  readonly idioms: readonly Phrase[];
  readonly dampeners: readonly Phrase[];
}

/** A word that no table names: it counts as neutral and changes nothing around it. */
export const UNKNOWN_WORD: Word = {
  text: '',
  inLexicon: false,
  valence: 0,
  boost: 0,
  negates: false,
  idioms: [],
  dampeners: [],
};

/** A word that no table names, with "n't" in it. */
export const UNKNOWN_NEGATION: Word = { ...UNKNOWN_WORD, negates: true };

/** The word at a place of a text; before its start and after its end stand unknown words, which no rule matches. */
export function wordAt(words: readonly Word[], at: number): Word {
  // A negative index would make the engine look for a property of that name, many times slower.
  return at < 0 ? UNKNOWN_WORD : (words[at] ?? UNKNOWN_WORD);
}

/** The phrase out of `phrases`, if any, that the `length` words from place `at` on form. */
export function phraseAt(
  phrases: readonly Phrase[],
  words: readonly Word[],
  at: number,
  length: number,
): Phrase | undefined {
  // Loops: a closure over these parameters would be made at every call, and most words begin no phrase.
  for (const phrase of phrases) if (phrase.words.length === length && standsAt(phrase, words, at)) return phrase;
  return undefined;
}

function standsAt(phrase: Phrase, words: readonly Word[], at: number): boolean {
  for (let n = 0; n < phrase.words.length; n++) if (wordAt(words, at + n).text !== phrase.words[n]) return false;
  return true;
}
