import { BOOSTERS, DAMPENER_PHRASES } from './boosters.ts';
import { FIRST_EMOJI, type EmojiNames } from './emoji.ts';
import { IDIOMS } from './idioms.ts';
import { NEGATIONS } from './negation.ts';
import { wordTable, type WordTable } from './word-table.ts';
import type { Phrase, Word } from './word.ts';

/** All that scoring looks up; built once, never changed. */
export interface Lexicon {
  /** Words with a valence, and every word that a rule names. */
  readonly words: WordTable;
  readonly emoji: EmojiNames;
}

/** Words that rules name and that stand in no table. */
const RULE_WORDS = ['no', 'or', 'nor', 'of', 'least', 'at', 'this', 'doubt', 'but'];

const IDIOMS_BY_FIRST = Map.groupBy(IDIOMS, (phrase) => phrase.words[0]);
const DAMPENERS_BY_FIRST = Map.groupBy(DAMPENER_PHRASES, (phrase) => phrase.words[0]);
const NO_PHRASES: readonly Phrase[] = [];

/**
 * The lexicon out of its two tables. `words`: lines of a valence and the words that have it; `emoji`: lines of one emoji and
 * the words it is read as. Throws on a line of another shape: the tables are ours.
 */
export function parseLexicon(words: string, emoji: string): Lexicon {
  const valences = new Map(words.split('\n').flatMap(parseValences));
  const texts = new Set([...valences.keys(), ...BOOSTERS.keys(), ...NEGATIONS, ...RULE_WORDS]);
  for (const phrase of [...IDIOMS, ...DAMPENER_PHRASES]) for (const text of phrase.words) texts.add(text);
  return {
    words: wordTable(Array.from(texts, (text) => wordOf(text, valences.get(text)))),
    emoji: new Map(emoji.split('\n').map(parseEmoji)),
  };
}

function parseValences(line: string): [string, number][] {
  const [valence, ...words] = line.split(' ');
  const number = Number(valence);
  if (valence === '' || Number.isNaN(number)) throw new Error(`no valence at the start of the lexicon line "${line}"`);
  return words.map((word) => [word, number]);
}

function parseEmoji(line: string): [number, string] {
  const space = line.indexOf(' ');
  const code = line.codePointAt(0);
  if (space < 1 || code === undefined || code < FIRST_EMOJI)
    throw new Error(`no emoji and words in the emoji line "${line}"`);
  return [code, line.slice(space + 1)];
}

function wordOf(text: string, valence: number | undefined): Word {
  return {
    text,
    inLexicon: valence !== undefined,
    valence: valence ?? 0,
    boost: BOOSTERS.get(text) ?? 0,
    negates: NEGATIONS.has(text),
    idioms: IDIOMS_BY_FIRST.get(text) ?? NO_PHRASES,
    dampeners: DAMPENERS_BY_FIRST.get(text) ?? NO_PHRASES,
  };
}
