import { caseless } from './caseless.ts';

/** What a character is to the tokens; bits, because most questions are about several kinds. */
export const SEPARATOR = 0;
export const WORD = 1; //      letters, digits, _
export const MARK = 2; //      stays with what it follows
export const ALONE = 4; //     a character of a script written without blanks: a token of its own
export const EMOJI = 8;
export const FLAG = 16; //     a regional indicator: two make a flag
export const AT = 32;
export const HASH = 64;
export const AMPERSAND = 128;

const WITHOUT_BLANKS =
  /[\p{L}&&[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]]/v;
const LETTER_OR_DIGIT = /[\p{L}\p{N}_]/u;
const ACCENT = /\p{M}/u;
/** Without © and ®, which stand inside names. */
const PICTURE = /[\p{Extended_Pictographic}--[©®]]/v;
const REGIONAL = /\p{Regional_Indicator}/u;

function kindOf(character: string): number {
  if (character === '@') return AT;
  if (character === '#') return HASH;
  if (character === '&') return AMPERSAND;
  if (WITHOUT_BLANKS.test(character)) return ALONE;
  if (LETTER_OR_DIGIT.test(character)) return WORD;
  if (ACCENT.test(character)) return MARK;
  if (PICTURE.test(character)) return EMOJI;
  return REGIONAL.test(character) ? FLAG : SEPARATOR;
}

/**
 * A text in caseless form, as UTF-16 units with the kind of the character that each belongs to. One 0 of kind SEPARATOR follows
 * the end, so that looking one unit ahead needs no bounds check.
 */
export interface Characters {
  length: number;
  units: Uint16Array;
  kinds: Uint8Array;
}

export function emptyCharacters(): Characters {
  return { length: 0, units: new Uint16Array(512), kinds: new Uint8Array(512) };
}

/**
 * The caseless form of each UTF-16 unit that is a character by itself and becomes one such: nearly every letter of nearly every
 * text. 0 for the others, and for those not met yet: asking the patterns costs microseconds.
 */
const SINGLE_UNITS = new Uint16Array(65_536);
const SINGLE_KINDS = new Uint8Array(65_536);

/** Fills `into` with the text, at a nanosecond or two per letter once it is known. */
export function readCharacters(text: string, into: Characters): void {
  const { length } = text;
  reserve(into, length);
  const { units, kinds } = into;
  let at = 0;
  for (; at < length; at++) {
    const unit = text.charCodeAt(at);
    const single = SINGLE_UNITS[unit] ?? 0;
    if (single === 0) break;
    units[at] = single;
    kinds[at] = SINGLE_KINDS[unit] ?? SEPARATOR;
  }
  into.length = at;
  if (at < length) readOn(text, at, into);
  into.units[into.length] = 0;
  into.kinds[into.length] = SEPARATOR;
}

/** From the first character on that is not a known single one: each may become none or several. */
function readOn(text: string, start: number, into: Characters): void {
  let to = start;
  for (let from = start; from < text.length; from++) {
    const unit = text.charCodeAt(from);
    const single = SINGLE_UNITS[unit] ?? 0;
    if (single !== 0) {
      into.units[to] = single;
      into.kinds[to++] = SINGLE_KINDS[unit] ?? SEPARATOR;
      continue;
    }
    const point = text.codePointAt(from) ?? 0;
    if (point > 0xffff) from++;
    const { units, kinds } = foldedOf(point);
    reserve(into, to + units.length + text.length - from);
    for (let i = 0; i < units.length; i++) {
      into.units[to] = units[i] ?? 0;
      into.kinds[to++] = kinds[i] ?? SEPARATOR;
    }
  }
  into.length = to;
}

function reserve(into: Characters, length: number): void {
  const room = into.units.length;
  if (length < room) return;
  const { units, kinds } = into;
  into.units = new Uint16Array(Math.max(length + 1, room * 2));
  into.kinds = new Uint8Array(into.units.length);
  into.units.set(units);
  into.kinds.set(kinds);
}

/** The other characters met so far; as many as a language has, not as many as there are. */
const others = new Map<number, Folded>();
const MOST_OTHERS = 16_384;

interface Folded {
  readonly units: readonly number[];
  readonly kinds: readonly number[];
}

function foldedOf(point: number): Folded {
  const known = others.get(point);
  if (known !== undefined) return known;
  const units: number[] = [];
  const kinds: number[] = [];
  for (const character of caseless(String.fromCodePoint(point))) {
    for (let i = 0; i < character.length; i++) {
      units.push(character.charCodeAt(i));
      kinds.push(kindOf(character));
    }
  }
  const folded = { units, kinds };
  const [unit = 0, second] = units;
  const isSurrogate = point >= 0xd800 && point <= 0xdfff;
  if (point <= 0xffff && unit > 0 && second === undefined && !isSurrogate) {
    SINGLE_UNITS[point] = unit;
    SINGLE_KINDS[point] = kinds[0] ?? SEPARATOR;
  } else {
    if (others.size >= MOST_OTHERS) others.clear();
    others.set(point, folded);
  }
  return folded;
}

/** Whether the word, which is caseless, stands there. */
export function holdsAt({ units }: Characters, at: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) if (units[at + i] !== word.charCodeAt(i)) return false;
  return true;
}
