/** What a UTF-16 unit is to the tokeniser; bits, so that a token's kinds are the OR of its characters'. */
export const SPACE = 1;
export const PUNCTUATION = 2;
const UPPER = 4;
const LOWER = 8;
/** Outside ASCII: case needs the Unicode tables, and a surrogate is half a character. */
export const WIDE = 16;
/** On top of `PUNCTUATION`: only a token with one can be a contraction. */
export const APOSTROPHE = 32;

/**
 * White space as Python's `str.split` sees it. JavaScript's `\s` lacks U+001C to U+001F and U+0085 and has U+FEFF, so
 * it cuts texts at other places. Written as a body of a character class that JavaScript and Python read alike.
 */
export const PYTHON_SPACES = String.raw`\x09-\x0d\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`;

const LAST_SPACE = 0x3000;
const IS_SPACE = new RegExp(`[${PYTHON_SPACES}]`);
/** Python's `string.punctuation`: ASCII only. */
const IS_PUNCTUATION = /[!-/:-@[-`{-~]/;

const KINDS = Uint8Array.from({ length: LAST_SPACE + 1 }, (_, unit) => kindsOf(String.fromCharCode(unit), unit));

function kindsOf(character: string, unit: number): number {
  if (IS_SPACE.test(character)) return SPACE;
  if (unit > 0x7f) return WIDE;
  if (character === "'") return PUNCTUATION | APOSTROPHE;
  if (IS_PUNCTUATION.test(character)) return PUNCTUATION;
  if (/[A-Z]/.test(character)) return UPPER;
  return /[a-z]/.test(character) ? LOWER : 0;
}

/** The kind of a UTF-16 unit; above the last white space everything is wide. */
export function kindOf(unit: number): number {
  return KINDS[unit] ?? WIDE;
}

/**
 * Python's `str.isupper` of the text from `from` up to `to`: some character is upper case and none is lower or title case.
 * `kinds` are all kinds in there.
 */
export function isUpper(text: string, from: number, to: number, kinds: number): boolean {
  if ((kinds & WIDE) === 0) return (kinds & (UPPER | LOWER)) === UPPER;
  if ((kinds & LOWER) !== 0) return false;
  const token = text.slice(from, to);
  return /\p{Uppercase}/u.test(token) && !/[\p{Lowercase}\p{Lt}]/u.test(token);
}
