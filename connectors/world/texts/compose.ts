import type { Style } from '../authors.ts';
import type { Random } from '../random.ts';
import { AIRLINE } from './airline.ts';
import { BIKES } from './bikes.ts';
import { COFFEE } from './coffee.ts';
import { GENERAL } from './general.ts';
import { LANGUAGES } from './languages.ts';
import { CLOSINGS, EMOJI, OPENINGS, SLOTS, type Pieces, type Sector } from './pieces.ts';
import { TOPICS, type TopicName } from './topics.ts';

export type Sentiment = 'positive' | 'neutral' | 'negative';

export interface Telling {
  readonly brand: { readonly names: readonly string[]; readonly sector: Sector };
  readonly sentiment: Sentiment;
  /** Praise that means the opposite; the class is negative. */
  readonly sarcastic: boolean;
  readonly style: Style;
  /** Of a crisis; undefined: everyday. */
  readonly topic: TopicName | undefined;
}

export const PIECES: Readonly<Record<Sector, Pieces>> = {
  airline: AIRLINE,
  coffee: COFFEE,
  bikes: BIKES,
  general: GENERAL,
};

/** One text as this person would write it. The brand stands in it in one of its names; nothing else names a brand. */
export function compose(random: Random, telling: Telling): string {
  const { brand, sentiment, sarcastic, style } = telling;
  const name = random.pick(brand.names);
  if (style.language !== 'en') {
    const phrases = LANGUAGES[style.language]?.[sentiment] ?? GENERAL[sentiment];
    return capital(fill(random.pick(phrases), name, random));
  }
  const core = coreOf(random, telling);
  const framed = sarcastic ? core : frame(core, sentiment, random);
  return typed(fill(framed, name, random), sentiment, sarcastic, style, random);
}

/** A post of the brand's own account. */
export function composePost(random: Random, brand: Telling['brand']): string {
  const pieces = random.chance(0.7) ? PIECES[brand.sector] : GENERAL;
  return capital(fill(random.pick(pieces.posts), brand.names[2] ?? '', random));
}

/** `{b}` is the name; every other slot is drawn, and never twice the same in one text. */
function fill(template: string, name: string, random: Random): string {
  const drawn: string[] = [];
  return template.replace(/\{(\w+)\}/g, (_, slot: string) => {
    if (slot === 'b') return name;
    const values = SLOTS[slot] ?? [slot];
    let value = random.pick(values);
    if (drawn.includes(value)) value = random.pick(values.filter((each) => !drawn.includes(each)));
    drawn.push(value);
    return value;
  });
}

function coreOf(random: Random, { brand, sentiment, sarcastic, topic }: Telling): string {
  const pieces = random.chance(0.65) ? PIECES[brand.sector] : GENERAL;
  if (sarcastic) return random.pick(pieces.sarcastic);
  // Also in a crisis some go on with their day.
  if (topic !== undefined && random.chance(0.9)) return random.pick(TOPICS[topic][sentiment]);
  return random.pick(pieces[sentiment]);
}

function frame(core: string, sentiment: Sentiment, random: Random): string {
  const gesture = sentiment === 'neutral' ? (asks(core) ? 'question' : 'statement') : sentiment;
  let text = core;
  if (random.chance(0.16)) text = `${random.pick(OPENINGS[gesture])} ${uncapital(text)}`;
  if (random.chance(0.16)) text = `${ended(text)} ${random.pick(CLOSINGS[gesture])}`;
  return text;
}

const SLANG: readonly (readonly [RegExp, string])[] = [
  [/\byou\b/g, 'u'],
  [/\bbecause\b/g, 'bc'],
  [/\bplease\b/g, 'pls'],
  [/\breally\b/g, 'rly'],
  [/\bpeople\b/g, 'ppl'],
  [/\bwithout\b/g, 'w/o'],
  [/\bso\b/g, 'sooo'],
];

function typed(text: string, sentiment: Sentiment, sarcastic: boolean, style: Style, random: Random): string {
  let written = text;
  if (style.slang) for (const [word, short] of SLANG) written = written.replace(word, short);
  if (style.apostrophe !== '’') written = written.replaceAll('’', style.apostrophe);
  if (style.letters === 'lower') written = written.toLowerCase();
  if (style.letters === 'sentence') written = ended(capital(written));
  if (sentiment !== 'neutral' && random.chance(0.12)) written = `${written.replace(/\.$/, '')}!!`;
  if (!random.chance(style.emoji)) return written;
  const emoji = random.pick(EMOJI[sarcastic ? 'negative' : sentiment]);
  return `${written} ${sentiment === 'neutral' || /^\W{2}$/.test(emoji) || random.chance(0.7) ? emoji : emoji.repeat(2)}`;
}

const ASKS = /^(?:[\p{L}!]+[:,!] )?(?:is|are|do|does|has|how|where|which|what|when|why|can|who|anyone|any)\b/iu;

function asks(text: string): boolean {
  return text.endsWith('?') || ASKS.test(text);
}

/** With its full stop or question mark, where it has none yet. */
function ended(text: string): string {
  if (!/[\p{L}\p{N}’')}]$/u.test(text) || /(?:\{url\}|:\/\/\S+)$/.test(text)) return text;
  return asks(text) ? `${text}?` : `${text}.`;
}

function uncapital(text: string): string {
  return /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
