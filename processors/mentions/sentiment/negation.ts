import { wordAt, type Word } from './word.ts';

/** Mean factor by which a negation turns the human rating. */
const NEGATION = -0.74;
/** "never so good", "never this good". */
const NEVER_SO = 1.25;

/** Words that negate; so does every other word with "n't" in it. */
export const NEGATIONS: ReadonlySet<string> = new Set(
  `
aint arent cannot cant couldnt darent didnt doesnt ain't aren't can't couldn't daren't didn't doesn't dont hadnt hasnt
havent isnt mightnt mustnt neither don't hadn't hasn't haven't isn't mightn't mustn't neednt needn't never none nope nor
not nothing nowhere oughtnt shant shouldnt uhuh wasnt werent oughtn't shan't shouldn't uh-uh wasn't weren't without wont
wouldnt won't wouldn't rarely seldom despite`
    .trim()
    .split(/\s+/),
);

/**
 * The factor by which the word `distance` (1 to 3) places before place `at` turns the valence there. With distance 3 a
 * "so" or "this" right before the word strengthens it even without a "never": a slip of the reference's operator
 * precedence that its published scores rest on.
 */
export function negationOf(words: readonly Word[], at: number, distance: number): number {
  const word = wordAt(words, at - distance);
  if (distance === 1) return word.negates ? NEGATION : 1;
  const next = wordAt(words, at - distance + 1).text;
  const last = wordAt(words, at - 1).text;
  if (word.text === 'never' && isSoOrThis(next)) return NEVER_SO;
  if (distance === 3 && isSoOrThis(last)) return NEVER_SO;
  if (word.text === 'without' && (next === 'doubt' || last === 'doubt')) return 1;
  return word.negates ? NEGATION : 1;
}

function isSoOrThis(text: string): boolean {
  return text === 'so' || text === 'this';
}

/** "least good" is negated; "at least good" and "very least good" are not. */
export function leastOf(words: readonly Word[], at: number): number {
  if (wordAt(words, at - 1).text !== 'least') return 1;
  const before = wordAt(words, at - 2).text;
  return before === 'at' || before === 'very' ? 1 : NEGATION;
}

/**
 * The valence a word of the lexicon starts from. "no" is a word of its own when nothing of the lexicon follows, else it
 * negates: the next word, the one after, or a third behind "or" and "nor" ("no joy or luck").
 */
export function valenceAfterNo(words: readonly Word[], at: number): number {
  const word = wordAt(words, at);
  const last = wordAt(words, at - 1).text;
  if (last === 'no' || isNo(words, at - 2) || (isNo(words, at - 3) && (last === 'or' || last === 'nor')))
    return word.valence * NEGATION;
  return word.text === 'no' && wordAt(words, at + 1).inLexicon ? 0 : word.valence;
}

function isNo(words: readonly Word[], at: number): boolean {
  return wordAt(words, at).text === 'no';
}
