import { ALONE, AMPERSAND, AT, EMOJI, FLAG, HASH, MARK, SEPARATOR, WORD } from './characters.ts';
import { emptyCharacters, holdsAt, readCharacters } from './characters.ts';
import type { Characters } from './characters.ts';
import { addressEnd } from './address.ts';

const ENTITIES = ['&amp;', '&lt;', '&gt;', '&quot;', '&#39;', '&nbsp;'];
const JOINER = 0x200d;
const LETTERS = WORD | MARK | ALONE;

/**
 * The tokens of a text: spans of its characters, with a hash each. Made once and filled again for every text. An address (URL,
 * mail) is one token that equals nothing: an empty span.
 */
export interface Tokens {
  readonly characters: Characters;
  count: number;
  starts: Int32Array;
  ends: Int32Array;
  hashes: Int32Array;
}

export function emptyTokens(): Tokens {
  const room = 256;
  return {
    characters: emptyCharacters(),
    count: 0,
    starts: new Int32Array(room),
    ends: new Int32Array(room),
    hashes: new Int32Array(room),
  };
}

/** Cuts a text into words, handles (@united), hashtags (#delayed), emoji and addresses; README.md states the rules. */
export function tokenise(text: string, into: Tokens): void {
  const { characters } = into;
  readCharacters(text, characters);
  into.count = 0;
  const { length, units, kinds } = characters;
  // Where the last word or handle ended, if in ASCII: a sign right there belongs to it, as in `c#` and `@ann@example.social`.
  let glued = -1;
  for (let at = 0; at < length;) {
    const kind = kinds[at] ?? SEPARATOR;
    if (kind === SEPARATOR) at++;
    else if (kind === AMPERSAND) at = entityEnd(characters, at);
    else if (kind === AT || kind === HASH) {
      const end = at === glued ? at + 1 : kind === AT ? handleEnd(characters, at + 1) : runEnd(kinds, at + 1, LETTERS);
      if (end > at + 1) {
        add(into, at, end);
        if (kind === AT && (units[end - 1] ?? 0) < 128) glued = end;
      }
      at = end;
    } else if ((kind & (WORD | MARK)) === 0) {
      const end = singleEnd(characters, at, kind);
      add(into, at, end);
      at = end;
    } else {
      const end = runEnd(kinds, at + 1, WORD | MARK);
      const address = addressEnd(characters, at, end);
      add(into, at, address === end ? end : at);
      if ((units[end - 1] ?? 0) < 128) glued = end;
      at = address;
    }
  }
}

function add(into: Tokens, start: number, end: number): void {
  const { count } = into;
  if (count === into.starts.length) grow(into);
  const { units } = into.characters;
  let hash = HASH_SEED;
  for (let at = start; at < end; at++) hash = hashStep(hash, units[at] ?? 0);
  into.starts[count] = start;
  into.ends[count] = end;
  into.hashes[count] = hash;
  into.count = count + 1;
}

function grow(into: Tokens): void {
  into.starts = doubled(into.starts);
  into.ends = doubled(into.ends);
  into.hashes = doubled(into.hashes);
}

function doubled(from: Int32Array): Int32Array {
  const to = new Int32Array(from.length * 2);
  to.set(from);
  return to;
}

/** FNV-1a, over UTF-16 units. */
export const HASH_SEED = 0x811c9dc5 | 0;
export function hashStep(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193);
}

function runEnd(kinds: Uint8Array, from: number, wanted: number): number {
  let at = from;
  while (((kinds[at] ?? 0) & wanted) !== 0) at++;
  return at;
}

/** A handle is a run of ASCII or of everything else: in `@united様` it is @united. */
function handleEnd({ units, kinds }: Characters, from: number): number {
  const ascii = (units[from] ?? 0) < 128;
  let at = from;
  while (((kinds[at] ?? 0) & LETTERS) !== 0 && (units[at] ?? 0) < 128 === ascii) at++;
  return at;
}

/** The end of a token that is no run: a character of its own with its marks, a flag, or an emoji and those joined to it. */
function singleEnd(characters: Characters, at: number, kind: number): number {
  const { units, kinds } = characters;
  let end = at + widthAt(units, at);
  if (kind === ALONE) return runEnd(kinds, end, MARK);
  if (kind === FLAG) return kinds[end] === FLAG ? end + 2 : end;
  while (units[end] === JOINER && kinds[end + 1] === EMOJI) end += 1 + widthAt(units, end + 1);
  return end;
}

function widthAt(units: Uint16Array, at: number): 1 | 2 {
  const unit = units[at] ?? 0;
  return unit >= 0xd800 && unit <= 0xdbff ? 2 : 1;
}

/** Platforms hand over `&amp;` for &: it must not become a word. */
function entityEnd(characters: Characters, at: number): number {
  const entity = ENTITIES.find((name) => holdsAt(characters, at, name));
  return at + (entity?.length ?? 1);
}
