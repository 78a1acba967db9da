const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** A dotted path, cut: a key for an object, a number for a list. `a\.b` is one key with a dot in it. */
export interface JsonPath {
  readonly keys: readonly string[];
  readonly bytes: readonly Buffer[];
}

export function jsonPath(path: string): JsonPath {
  const keys = path.split(/(?<!\\)\./).map((key) => key.replaceAll('\\.', '.'));
  return { keys, bytes: keys.map((key) => Buffer.from(key)) };
}

/**
 * Where the value at the path stands in the bytes of a JSON text, without parsing the rest: `[start, end)`, or undefined when
 * there is none. Of a broken text it finds what stands before the break; a text or number that the break cuts is not found.
 */
export function valueSpan(raw: Buffer, path: JsonPath): { start: number; end: number } | undefined {
  let at = blanks(raw, 0);
  for (const key of path.bytes) {
    at = raw[at] === 0x7b ? memberAt(raw, at, key) : raw[at] === 0x5b ? elementAt(raw, at, key) : -1;
    if (at < 0) return undefined;
  }
  const end = valueEnd(raw, at);
  return end < raw.length ? { start: at, end } : undefined;
}

/** The start of a member's value in the object that opens at `at`; -1 when it has no such key. */
function memberAt(raw: Buffer, at: number, key: Buffer): number {
  for (let next = blanks(raw, at + 1); raw[next] === QUOTE;) {
    const keyEnd = textEnd(raw, next);
    const value = blanks(raw, blanks(raw, keyEnd) + 1);
    if (sameKey(raw, next + 1, keyEnd - 1, key)) return value;
    next = blanks(raw, valueEnd(raw, value));
    if (raw[next] !== 0x2c) return -1;
    next = blanks(raw, next + 1);
  }
  return -1;
}

/** The start of the element whose index is written in `key`, in the list that opens at `at`; -1 when it has none. */
function elementAt(raw: Buffer, at: number, key: Buffer): number {
  const wanted = Number(key.toString());
  if (String(wanted) !== key.toString()) return -1;
  let next = blanks(raw, at + 1);
  for (let index = 0; raw[next] !== 0x5d && next < raw.length; index++) {
    if (index === wanted) return next;
    next = blanks(raw, valueEnd(raw, next));
    if (raw[next] !== 0x2c) return -1;
    next = blanks(raw, next + 1);
  }
  return -1;
}

function sameKey(raw: Buffer, start: number, end: number, key: Buffer): boolean {
  let same = 0;
  while (start + same < end && raw[start + same] === key[same]) same++;
  if (start + same === end) return same === key.length;
  return raw[start + same] === BACKSLASH && unescape(raw.toString('utf8', start, end)) === key.toString();
}

/** The text between two JSON quotes; '' when its escapes are broken. */
export function unescape(inner: string): string {
  try {
    return JSON.parse(`"${inner}"`) as string;
  } catch {
    return '';
  }
}

/** After the value that starts at `at`; the length when it does not end. */
function valueEnd(raw: Buffer, at: number): number {
  const { length } = raw;
  const first = raw[at];
  if (first === QUOTE) return textEnd(raw, at);
  if (first !== 0x7b && first !== 0x5b) {
    let end = at;
    while (end < length && !endsScalar(raw[end] ?? 0)) end++;
    return end;
  }
  let depth = 0;
  for (let next = at; next < length; next++) {
    const code = raw[next] ?? 0;
    if (code === QUOTE) next = textEnd(raw, next) - 1;
    else if (code === 0x7b || code === 0x5b) depth++;
    else if ((code === 0x7d || code === 0x5d) && --depth === 0) return next + 1;
  }
  return length;
}

/** After the closing quote of the text whose opening quote is at `at`. */
function textEnd(raw: Buffer, at: number): number {
  const { length } = raw;
  for (let next = at + 1; next < length; next++) {
    const code = raw[next];
    if (code === QUOTE) return next + 1;
    if (code === BACKSLASH) next++;
  }
  return length;
}

function endsScalar(code: number): boolean {
  return code === 0x2c || code === 0x7d || code === 0x5d || code <= 0x20;
}

function blanks(raw: Buffer, from: number): number {
  let at = from;
  while (at < raw.length && (raw[at] ?? 0) <= 0x20) at++;
  return at;
}
