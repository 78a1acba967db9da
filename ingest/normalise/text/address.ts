import { WORD, holdsAt } from './characters.ts';
import type { Characters } from './characters.ts';

const AT_SIGN = 0x40;
const COLON = 0x3a;
const DASH = 0x2d;
const DOT = 0x2e;
const SLASH = 0x2f;
/** As in DNS. Without it `a.a.a.…` would be looked through again from each of its words. */
const LONGEST_HOST = 253;

/**
 * Where the URL or mail address that begins with the token `[start, end)` ends; `end` when it is just a token. URLs are
 * `anything://…`, `www.…` and a host name with a path (`pic.twitter.com/x`); they reach to the first character that is not
 * printable ASCII or is one of < > ". A host name without a path is words: nobody can tell it from `delayed.Thanks`.
 */
export function addressEnd(characters: Characters, start: number, end: number): number {
  const next = characters.units[end];
  if (next === DOT) {
    if (!isAsciiWord(characters, end + 1)) return end;
    const isWww = end - start === 3 && holdsAt(characters, start, 'www');
    return isWww || hasPath(characters, end + 1) ? urlEnd(characters, end + 1) : end;
  }
  if (next === COLON)
    return holdsAt(characters, end, '://') && isPrintable(characters, end + 3) ? urlEnd(characters, end) : end;
  const isMail = next === AT_SIGN && isAsciiWord(characters, end - 1) && isAsciiWord(characters, end + 1);
  return isMail ? mailEnd(characters, end) : end;
}

/** Whether the host name that goes on at `from` ends with two letters or more and is followed by a slash. */
function hasPath(characters: Characters, from: number): boolean {
  const { units } = characters;
  const farthest = from + LONGEST_HOST;
  let at = from;
  let letters = 0;
  while (at < farthest && (isAsciiWord(characters, at) || units[at] === DOT || units[at] === DASH)) {
    letters = isLetter(units[at] ?? 0) ? letters + 1 : 0;
    at++;
  }
  return units[at] === SLASH && letters >= 2;
}

function urlEnd(characters: Characters, from: number): number {
  let at = from;
  while (isPrintable(characters, at)) at++;
  return at;
}

function mailEnd(characters: Characters, from: number): number {
  const { units } = characters;
  let at = from;
  for (;;) {
    const joins = units[at] === AT_SIGN || units[at] === DOT || units[at] === DASH;
    if (!isAsciiWord(characters, at) && !(joins && isAsciiWord(characters, at + 1))) return at;
    at++;
  }
}

function isAsciiWord({ units, kinds }: Characters, at: number): boolean {
  return kinds[at] === WORD && (units[at] ?? 0) < 128;
}

function isLetter(unit: number): boolean {
  return unit >= 0x61 && unit <= 0x7a;
}

function isPrintable({ units }: Characters, at: number): boolean {
  const unit = units[at] ?? 0;
  return unit > 0x20 && unit < 0x7f && unit !== 0x3c && unit !== 0x3e && unit !== 0x22;
}
