/**
 * Microseconds per text with 1,000 watches, and per line for understanding it and for peeking at it.
 *   node tests/bench/match.bench.ts
 * Rounds are short and the best counts: other work on the machine only adds.
 */
import { decodeItem } from '../../ingest/normalise/decode.ts';
import { parseMapping } from '../../ingest/normalise/mapping.ts';
import { compileWatches } from '../../ingest/normalise/match.ts';
import { peekReader } from '../../ingest/normalise/peek.ts';
import type { Watch } from '../../schemas/watch.ts';

const ROUNDS = 150;
const TEXTS = 1_000;
const TEXT_LENGTH = 120;
const WORDS = 8_000;

/** Park and Miller's generator: the same texts in every run. */
function randomBelow(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
}

const below = randomBelow(42);
const pick = <T>(list: readonly [T, ...T[]]): T => list[below(list.length)] ?? list[0];

function wordOf(letters: string): string {
  return Array.from({ length: 2 + below(7) }, () => letters[below(letters.length)]).join('');
}

interface Language {
  /** Common words are common, as in a language: the product makes the first of the list likelier. */
  said(): string;
  /** What somebody watches for is any word. */
  watched(): string;
}

function languageOf(letters: string): Language {
  const words = Array.from({ length: WORDS }, () => wordOf(letters));
  return {
    said: () => words[Math.floor((below(WORDS) * below(WORDS)) / WORDS)] ?? '',
    watched: () => words[below(WORDS)] ?? '',
  };
}

const latin = languageOf('etaoinshrdlucmfwyp');
const cyrillic = languageOf('оеаинтсрвлкмдпуяыьгзбчйхж');

function textOf({ said }: Language, emoji: boolean): string {
  let text = `@${said()} ${said()}`;
  while (text.length < TEXT_LENGTH) text += `${pick([' ', ' ', ' ', ', ', '. ', ' #', ' @'])}${said()}`;
  return `${text.slice(0, TEXT_LENGTH - 25)} https://t.example/${below(1e6)}${emoji ? '😍' : ''}`;
}

const texts = {
  ASCII: Array.from({ length: TEXTS }, () => textOf(latin, false)),
  'with an emoji': Array.from({ length: TEXTS }, () => textOf(latin, true)),
  Cyrillic: Array.from({ length: TEXTS }, () => textOf(cyrillic, false)),
};

const watches = Array.from({ length: 1_000 }, (_, index): Watch => {
  const { watched } = index % 10 === 0 ? cyrillic : latin;
  const any = [`@${watched()}`, `${watched()} ${watched()}`, index % 3 === 0 ? watched() : `#${watched()}`];
  return { name: `w${index}`, any, all: [], none: index % 4 === 0 ? [`${watched()} ${watched()}`] : [] };
});

function microseconds<T>(inputs: readonly T[], work: (input: T) => number): number {
  let best = Infinity;
  let sum = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    for (const input of inputs) sum += work(input);
    best = Math.min(best, performance.now() - start);
  }
  if (!Number.isFinite(sum)) throw new Error('the work was not done');
  return (best * 1_000) / inputs.length;
}

function print(what: string, perInput: number, limit: number): void {
  const verdict = limit < Infinity ? `limit ${limit.toFixed(1)} ${perInput <= limit ? 'met' : 'MISSED'}` : '';
  console.log(`${what.padEnd(50)} ${perInput.toFixed(2).padStart(6)} µs  ${verdict}`);
}

const { match } = compileWatches({ version: 1, watches });
for (const [name, list] of Object.entries(texts)) {
  const matches = (list.reduce((sum, text) => sum + match(text).length, 0) / list.length).toFixed(1);
  const length = Math.round(list.reduce((sum, text) => sum + text.length, 0) / list.length);
  print(
    `match ${length} characters, ${name}, ${matches} watches`,
    microseconds(list, (text) => match(text).length),
    2,
  );
}

const mapping = parseMapping({
  format: 'ndjson',
  platform: 'x',
  fields: { id: 'id', text: 'text', time: 'ts', author: 'user.name' },
});
const items = texts.ASCII.map((text, index) => {
  const fields = {
    id: String(5e17 + index * 1_024),
    text,
    label: 1,
    conf: 0.3486,
    source: 'web',
    user: { name: `u${index}` },
  };
  const raw = Buffer.from(
    JSON.stringify({ ...fields, ts: '2015-02-24 11:15:59 -0800', place: 'Pacific Time (US & Canada)' }),
  );
  return { source: 's', mapping: 'm', origin: 'o', size: raw.length, raw };
});
const bytes = Math.round(items.reduce((sum, { size }) => sum + size, 0) / items.length);
const now = Date.now();
const peek = peekReader(mapping);
const parse = microseconds(items, ({ raw }) => Object.keys(JSON.parse(raw.toString()) as object).length);
print(`JSON.parse alone, ${bytes} bytes`, parse, Infinity);
print(
  `decodeItem, ${bytes} bytes`,
  microseconds(items, (item) => Number(decodeItem(item, mapping, now).kind === 'ok')),
  parse + 1.5,
);
print(
  `peek, ${bytes} bytes`,
  microseconds(items, ({ raw }) => peek(raw, now).eventTime ?? NaN),
  1.5,
);
