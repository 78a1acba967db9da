/**
 * What a replay must come to, computed a second time and naively: own reading, own matching by regular expressions, own time
 * parsing, own windows, no import from the product. It knows only how the recorded streams of these proofs are written.
 */
export interface Rules {
  readonly platform: string;
  /** Dotted paths. */
  readonly fields: { readonly time: string; readonly author: string | undefined; readonly reach: string };
  /** Languages that are allowed. */
  readonly langs: readonly string[];
  /** Larger ones than the usual, and times without a zone taken as UTC. */
  readonly lenient?: boolean;
  readonly watches: Readonly<Record<string, { readonly any: readonly RegExp[]; readonly none: readonly RegExp[] }>>;
}

/** A line that can be used. Times in epoch milliseconds. */
export interface Post {
  readonly id: string;
  readonly text: string;
  readonly time: number;
  readonly author: string;
  readonly reach: number;
}

export interface ExpectedMention extends Post {
  readonly watch: string;
  readonly late: boolean;
}

export interface ExpectedWindow {
  readonly watch: string;
  readonly width: '1m' | '1h';
  readonly start: number;
  readonly mentions: number;
  readonly authors: number;
  readonly reach: number;
  readonly positive: number;
  readonly neutral: number;
  readonly negative: number;
  readonly complete: number;
}

export interface Expected {
  readonly mentions: readonly ExpectedMention[];
  readonly counts: Readonly<Record<string, number>>;
  readonly lastTime: number;
}

const WIDTHS = { '1m': 60_000, '1h': 3_600_000 } as const;
const LATENESS_MS = 5 * 60_000;
const HORIZON_MS = 48 * 3_600_000;
const LONGEST_LINE = 1_048_576;
const LONGEST_TEXT = 262_144;
const LONGER_TEXT = 1_000_000;
const DEEPEST = 64;
const DEEPER = 200;

/** The lines of a file, without blank ones. */
export function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const found = bytes.indexOf(10, at);
    const end = found < 0 ? bytes.length : found;
    if (end > at) lines.push(bytes.subarray(at, end));
    at = end + 1;
  }
  return lines;
}

/** Undefined for a line that has to be a dead letter. */
export function readPost(line: Buffer, { fields, langs, lenient = false }: Rules): Post | undefined {
  let row: Readonly<Record<string, unknown>>;
  try {
    if (line.length > LONGEST_LINE) return undefined;
    const text = new TextDecoder('utf-8', { fatal: true }).decode(line);
    // Numbers as their source text: an id of 19 digits is no double.
    row = JSON.parse(text, (_, value: unknown, context?: { source?: string }) =>
      typeof value === 'number' ? { digits: context?.source ?? '' } : value,
    ) as typeof row;
    if (Array.isArray(row) || !isSound(text, row, lenient ? DEEPER : DEEPEST)) return undefined;
  } catch {
    return undefined;
  }
  const id = digits(row['id']) ?? row['id'];
  const time = readTime(valueAt(row, fields.time), lenient);
  const { text, lang } = { text: row['text'], lang: row['lang'] ?? '' };
  const author = fields.author === undefined ? '' : (valueAt(row, fields.author) ?? '');
  const followers = valueAt(row, fields.reach);
  const reach = Number(digits(followers) ?? followers ?? 0);
  if (typeof id !== 'string' || id === '' || typeof text !== 'string' || text.trim() === '' || time === undefined)
    return undefined;
  if (
    typeof author !== 'string' ||
    Math.max(author.length, id.length) > 512 ||
    Buffer.byteLength(text) > (lenient ? LONGER_TEXT : LONGEST_TEXT)
  )
    return undefined;
  if (!Number.isInteger(reach) || reach < 0 || reach >= 2 ** 32) return undefined;
  if (lang !== '' && !langs.includes(lang as string)) return undefined;
  return { id, text, time, author, reach };
}

function valueAt(row: unknown, path: string): unknown {
  return path.split('.').reduce((value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key], row);
}

function digits(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null && 'digits' in value ? String(value.digits) : undefined;
}

/** No NUL, no half character, no key written twice, not too deep. */
function isSound(text: string, row: object, deepest: number): boolean {
  const source = JSON.stringify(row);
  if (source.includes(String.raw`\u0000`) || /\\ud[89a-f]/.test(source)) return false;
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, '');
  let depth = 0;
  let reached = 0;
  for (const sign of bare) {
    depth += Number('[{'.includes(sign)) - Number(']}'.includes(sign));
    reached = Math.max(reached, depth);
  }
  return reached <= deepest && bare.split(':').length - 1 === pairsIn(row);
}

function pairsIn(value: unknown): number {
  if (typeof value !== 'object' || value === null || digits(value) !== undefined) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce<number>((sum, part) => sum + pairsIn(part), own);
}

/** `2015-02-24 11:15:59 -0800`, `2026-06-10T14:01:38.274+02:00`, `…Z`; without a zone, or no date of the calendar: undefined. */
function readTime(written: unknown, lenient: boolean): number | undefined {
  if (typeof written !== 'string') return undefined;
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d+)?) ?(?:(Z)|([+-])(\d\d):?(\d\d))?$/.exec(written);
  if (match === null) return undefined;
  const [, day = '', clock = '', utc, sign, hours, minutes] = match;
  if (!lenient && utc === undefined && sign === undefined) return undefined;
  const local = Date.parse(`${day}T${clock}Z`);
  if (Number.isNaN(local) || new Date(local).toISOString().slice(0, 10) !== day) return undefined;
  const offset = sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  const time = local - offset;
  return time >= Date.UTC(1990, 0) && time < Date.now() + 86_400_000 ? time : undefined;
}

/** Without accents, case and addresses. */
function watchesOf(text: string, { watches }: Rules): string[] {
  const plain = text
    .replace(/https?:\/\/\S+/gi, ' ')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase();
  return Object.entries(watches).flatMap(([name, { any, none }]) =>
    any.some((term) => term.test(plain)) && !none.some((term) => term.test(plain)) ? [name] : [],
  );
}

/** Every first copy of (watch, id) over readings in their order; `isLate` says which of them came beyond the horizon. */
export function recompute(
  posts: readonly (Post | undefined)[],
  rules: Rules,
  isLate: (post: Post, index: number) => boolean = () => false,
): Expected {
  const mentions = new Map<string, ExpectedMention>();
  const items = posts.filter((post) => post !== undefined);
  let sighted = 0;
  let unmatched = 0;
  for (const [index, post] of posts.entries()) {
    if (post === undefined) continue;
    const watches = watchesOf(post.text, rules);
    if (watches.length === 0) unmatched++;
    sighted += watches.length;
    for (const watch of watches) {
      const key = `${watch} ${post.id}`;
      if (!mentions.has(key)) mentions.set(key, { ...post, watch, late: isLate(post, index) });
    }
  }
  const rows = [...mentions.values()];
  const late = rows.filter((row) => row.late).length;
  const lastTime = items.reduce((last, { time }) => Math.max(last, time), 0);
  const counts = {
    lines: posts.length,
    dead: posts.length - items.length,
    items: items.length,
    unmatched,
    matched: items.length - unmatched,
    mentions: sighted,
    repeated: sighted - rows.length,
    counted: rows.length - late,
    late,
  };
  return { mentions: rows, counts, lastTime };
}

/** Tumbling windows of what is not late, classes by `classOf`; complete when the end lies 5 min or more before the last event. */
export function recomputeWindows(
  { mentions, lastTime }: Expected,
  classOf: (mention: ExpectedMention) => 'positive' | 'neutral' | 'negative',
): ExpectedWindow[] {
  const windows = new Map<string, ExpectedMention[]>();
  for (const mention of mentions) {
    if (mention.late) continue;
    for (const [width, ms] of Object.entries(WIDTHS)) {
      const key = `${mention.watch} ${width} ${mention.time - (mention.time % ms)}`;
      windows.set(key, [...(windows.get(key) ?? []), mention]);
    }
  }
  return Array.from(windows, ([key, inside]) => {
    const [watch, width, start] = key.split(' ') as [string, '1m' | '1h', string];
    const classes = inside.map(classOf);
    const of = (name: string): number => classes.filter((one) => one === name).length;
    return {
      watch,
      width,
      start: Number(start),
      mentions: inside.length,
      authors: new Set(inside.map(({ author }) => author).filter((author) => author !== '')).size,
      reach: inside.reduce((sum, { reach }) => sum + reach, 0),
      positive: of('positive'),
      neutral: of('neutral'),
      negative: of('negative'),
      complete: Number(start) + WIDTHS[width] <= lastTime - LATENESS_MS ? 1 : 0,
    };
  });
}

/** Beyond the horizon of a stream whose last event was at `lastTime`. */
export function isBeyondHorizon(time: number, lastTime: number): boolean {
  return time < lastTime - LATENESS_MS - HORIZON_MS;
}
