import { APOSTROPHE, isUpper, kindOf, PUNCTUATION, SPACE, WIDE } from './characters.ts';
import { UNKNOWN_NEGATION, UNKNOWN_WORD, type Word } from './word.ts';
import type { WordTable } from './word-table.ts';

/** A text cut into words; `shouted[i]` says whether word i is in capitals. */
export interface Tokens {
  readonly words: readonly Word[];
  readonly shouted: readonly boolean[];
  /** Some but not all words are in capitals: only then capitals mean something. */
  readonly capsDiffer: boolean;
  readonly exclamations: number;
  readonly questions: number;
}

const SPACE_UNIT = 0x20;
const EXCLAMATION = 0x21;
const QUESTION = 0x3f;
const LONGEST_EMOTICON_CORE = 2;

/** One pass over a text whose emoji are spelled out: cut at white space, strip punctuation, look each word up once. */
export function tokenize(text: string, table: WordTable): Tokens {
  const words: Word[] = [];
  const shouted: boolean[] = [];
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
      shouted.push(isShouted);
      words.push(wordOf(text, start, at, kinds, table));
    }
    start = at + 1;
    kinds = 0;
  }
  return { words, shouted, capsDiffer: shouts > 0 && shouts < words.length, exclamations, questions };
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
