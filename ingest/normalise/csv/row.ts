/**
 * The cells of one CSV or TSV record (RFC 4180): a cell that begins with a quote ends at the next quote that is not doubled, and
 * may hold separators and line ends; in any other cell a quote is a character like others. Undefined when a quote does not
 * close, or something follows the closing one.
 */
export function splitRow(text: string, separator: ',' | '\t'): string[] | undefined {
  if (!text.includes('"')) return text.split(separator);
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    const isQuoted = text[at] === '"';
    const end = isQuoted ? quotedEnd(text, at) : cellEnd(text, at, separator);
    if (end < 0) return undefined;
    cells.push(isQuoted ? text.slice(at + 1, end - 1).replaceAll('""', '"') : text.slice(at, end));
    if (end === text.length) return cells;
    if (text[end] !== separator) return undefined;
    at = end + 1;
  }
}

function cellEnd(text: string, from: number, separator: string): number {
  const end = text.indexOf(separator, from);
  return end < 0 ? text.length : end;
}

/** After the closing quote; -1 when there is none. */
function quotedEnd(text: string, from: number): number {
  let at = text.indexOf('"', from + 1);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at < 0 ? -1 : at + 1;
}
