/** The first key that valid JSON text names twice in one object; '' when there is none. For the message only: it is slow. */
export function findDuplicate(text: string): string {
  const open: Set<string>[] = [];
  let last = '';
  for (const { token } of tokens(text)) {
    if (token === '{' || token === '[') open.push(new Set());
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') {
      const key = JSON.parse(last) as string;
      const keys = open.at(-1);
      if (keys?.has(key) === true) return key;
      keys?.add(key);
    } else last = token;
  }
  return '';
}

/** Whether the text would be JSON if NaN and Infinity were: other languages' writers put them there. */
export function holdsNaN(text: string): boolean {
  let repaired = '';
  let from = 0;
  for (const { token, at } of tokens(text)) {
    if (!/^-?[NI]/.test(token)) continue;
    repaired += `${text.slice(from, at)}0`;
    from = at + token.length;
  }
  if (from === 0) return false;
  try {
    return JSON.parse(repaired + text.slice(from)) !== undefined;
  } catch {
    return false;
  }
}

/** Brackets, colons, NaN and Infinity, and whole texts with their quotes; in linear time whatever the text holds. */
function* tokens(text: string): Generator<{ token: string; at: number }> {
  const start = /[{}[\]:"]|-?(?:NaN|Infinity)/g;
  for (let match = start.exec(text); match !== null; match = start.exec(text)) {
    if (match[0] === '"') start.lastIndex = quotedEnd(text, match.index);
    yield { token: text.slice(match.index, start.lastIndex), at: match.index };
  }
}

function quotedEnd(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '"') return at + 1;
    if (text[at] === '\\') at++;
  }
  return text.length;
}
