const QUOTE = 34;
const LF = 10;
const CR = 13;

/**
 * The index of the line end that closes the CSV or TSV row which begins at `at`; -1 when it is not among these bytes. A cell that
 * begins with a quote ends at the next quote that is not doubled, and its line ends are its own (RFC 4180).
 *
 * A row whose quotes are broken (text after a closing quote, or no end before `limit` or the last byte) ends at its first line
 * end instead: one broken quote costs one row, not the rest of the file.
 */
export function rowEnd(bytes: Buffer, at: number, separator: number, limit: number, last: boolean): number {
  const stop = Math.min(bytes.length, limit);
  let isOpen = false;
  for (let cell = at; cell < stop;) {
    const end = bytes[cell] === QUOTE ? quotedEnd(bytes, cell) : plainEnd(bytes, cell, separator, stop);
    isOpen = end === Infinity;
    if (end >= stop) break;
    const next = bytes[end];
    if (next === LF) return end;
    if (next === CR && end + 1 >= stop) break;
    if (next === CR && bytes[end + 1] === LF) return end + 1;
    if (next !== separator) return bytes.indexOf(LF, at);
    cell = end + 1;
  }
  const isBroken = stop === limit || (last && isOpen);
  return isBroken ? bytes.indexOf(LF, at) : -1;
}

/** After the closing quote; Infinity when there is none. */
function quotedEnd(bytes: Buffer, cell: number): number {
  let quote = bytes.indexOf(QUOTE, cell + 1);
  while (quote >= 0 && bytes[quote + 1] === QUOTE) quote = bytes.indexOf(QUOTE, quote + 2);
  return quote < 0 ? Infinity : quote + 1;
}

function plainEnd(bytes: Buffer, cell: number, separator: number, stop: number): number {
  let end = cell;
  while (end < stop && bytes[end] !== separator && bytes[end] !== LF) end++;
  return end;
}
