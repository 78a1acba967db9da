/** What `scanJson` may find instead of a count. */
export const TOO_DEEP = -1;
export const LONE_SURROGATE = -2;
export const NUL = -3;

const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const LETTER_U = 0x75;

/** Bytes of `\uXXXX`. */
const ESCAPE = 6;

/**
 * One pass over the bytes for what JSON.parse lets through: the number of `key: value` pairs written, or a fault. When the
 * parsed value has fewer keys than the text has pairs, some key was written twice, at whatever level and however escaped.
 * The result means something only for a text that JSON.parse accepts; except TOO_DEEP, which is found before anything recurses.
 */
export function scanJson(bytes: Uint8Array, maxDepth: number): number {
  const { length } = bytes;
  let pairs = 0;
  let depth = 0;
  let fault = 0;
  for (let at = 0; at < length; at++) {
    const code = bytes[at];
    if (code === QUOTE) {
      for (at++; at < length; at++) {
        const inner = bytes[at];
        if (inner === QUOTE) break;
        if (inner !== BACKSLASH) continue;
        if (bytes[at + 1] === LETTER_U) {
          const unit = hexUnit(bytes, at);
          const pair = isHigh(unit) && isLow(hexUnit(bytes, at + ESCAPE));
          if (unit === 0) fault = NUL;
          else if (!pair && (isHigh(unit) || isLow(unit))) fault = LONE_SURROGATE;
          at += (pair ? 2 * ESCAPE : ESCAPE) - 1;
        } else at++;
      }
    } else if (code === COLON) pairs++;
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > maxDepth) return TOO_DEEP;
    } else if (code === 0x7d || code === 0x5d) depth--;
  }
  return fault === 0 ? pairs : fault;
}

/** All keys of a parsed value, at every level; as deep as `scanJson` allowed. */
export function countKeys(value: object): number {
  let keys = 0;
  if (Array.isArray(value)) {
    for (const entry of value as unknown[]) if (typeof entry === 'object' && entry !== null) keys += countKeys(entry);
    return keys;
  }
  const map = value as Readonly<Record<string, unknown>>;
  for (const key in map) {
    keys++;
    const entry = map[key];
    if (typeof entry === 'object' && entry !== null) keys += countKeys(entry);
  }
  return keys;
}

/** The code unit of `\uXXXX` at `at`, or -1 when there is none. */
function hexUnit(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== BACKSLASH || bytes[at + 1] !== LETTER_U) return -1;
  let unit = 0;
  for (let i = at + 2; i < at + ESCAPE; i++) unit = unit * 16 + hexDigit(bytes[i] ?? 0);
  return unit;
}

/** NaN for what is no digit: JSON.parse has refused the text then. */
function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : NaN;
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
