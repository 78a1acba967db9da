import { APOSTROPHE, isUpper, kindOf, PUNCTUATION, SPACE, WIDE } from './characters.ts';
import { UNKNOWN_NEGATION, UNKNOWN_WORD, type Word } from './word.ts';
import type { WordTable } from './word-table.ts';

/**
 * A text cut into words; `shouted[i]` says whether word i is in capitals. Made once and filled again for every text: behind `count`
 * stand as many unknown words as a rule looks ahead, and then what earlier texts have left.
 */
export interface Tokens {
  count: number;
  readonly words: Word[];
  readonly shouted: boolean[];
  /** Some but not all words are in capitals: only then capitals mean something. */
  capsDiffer: boolean;
  exclamations: number;
  questions: number;
}

export function emptyTokens(): Tokens {
  return { count: 0, words: [], shouted: [], capsDiffer: false, exclamations: 0, questions: 0 };
}

const SPACE_UNIT = 0x20;
const EXCLAMATION = 0x21;
const QUESTION = 0x3f;
const LONGEST_EMOTICON_CORE = 2;
/** Of an idiom of three words, the word it starts with is known. */
const LOOK_AHEAD = 2;

/** One pass over a text whose emoji are spelled out: cut at white space, strip punctuation, look each word up once. */
export function tokenize(text: string, table: WordTable, into: Tokens): void {
  const { words, shouted } = into;
  let count = 0;
  let shouts = 0;
  let exclamations = 0;
  let questions = 0;
  let start = 0;
  let kinds = 0;
  for (let at = 0; at <= text.length; at++) {
    const unit = at < text.length ? text.charCodeAt(at) : SPACE_UNIT;
    const kind = kindOf(unit);
    if (kind !== SPACE) {
      kinds |= kind;
      if (unit === EXCLAMATION) exclamations++;
      else if (unit === QUESTION) questions++;
      continue;
    }
    if (at > start) {
      const isShouted = isUpper(text, start, at, kinds);
      if (isShouted) shouts++;
      shouted[count] = isShouted;
      words[count++] = wordOf(text, start, at, kinds, table);
    }
    start = at + 1;
    kinds = 0;
  }
  for (let ahead = 0; ahead < LOOK_AHEAD; ahead++) words[count + ahead] = UNKNOWN_WORD;
  into.count = count;
  into.capsDiffer = shouts > 0 && shouts < count;
  into.exclamations = exclamations;
  into.questions = questions;
}

/**
 * The word without punctuation around it; with it when at most two characters would be left, as of an emoticon (":D").
 * Counted in UTF-16 units where the reference counts code points: a token with a surrogate is in no table either way.
 */
function wordOf(text: string, start: number, end: number, kinds: number, table: WordTable): Word {
  if ((kinds & PUNCTUATION) === 0) return lookUp(text, start, end, kinds, table);
  let from = start;
  let to = end;
  while (from < to && isPunctuation(text, from)) from++;
  while (to > from && isPunctuation(text, to - 1)) to--;
  if (to - from <= LONGEST_EMOTICON_CORE) return lookUp(text, start, end, kinds, table);
  return lookUp(text, from, to, kinds, table);
}

function isPunctuation(text: string, at: number): boolean {
  return (kindOf(text.charCodeAt(at)) & PUNCTUATION) !== 0;
}

function lookUp(text: string, from: number, to: number, kinds: number, table: WordTable): Word {
  if ((kinds & WIDE) === 0) return table.find(text, from, to) ?? unknownWord(text, from, to, kinds);
  // Capitals outside ASCII may have small letters inside it: the Kelvin sign is a "k".
  const lower = text.slice(from, to).toLowerCase();
  return table.find(lower, 0, lower.length) ?? unknownWord(lower, 0, lower.length, kinds);
}

function unknownWord(text: string, from: number, to: number, kinds: number): Word {
  if ((kinds & APOSTROPHE) === 0) return UNKNOWN_WORD;
  return text.slice(from, to).toLowerCase().includes("n't") ? UNKNOWN_NEGATION : UNKNOWN_WORD;
}
