import { NAMES, type Line } from './stream.ts';

/** A table as lines of text, so that two of them can be compared and a difference be read. */
export type Rows = ReadonlySet<string>;

const rowOf = (...columns: readonly unknown[]): string => columns.join('\t');

const WIDTHS = { '1m': 60_000, '1h': 3_600_000 } as const;

/** What was handed over of one timeline, in order and with every repetition. */
export interface Handed {
  readonly lines: readonly Line[];
  /** Dead letters read again with the mending mapping, failures included; 0 = never. */
  readonly letters: number;
}

/** Every row that the store must show for a timeline, by definition. Shares no code with the pipeline. */
export function expectedRows(timeline: string, { lines, letters }: Handed): Rows {
  const readable = lines.filter(({ kind }) => kind === 'item');
  const mendable = lines.filter(({ kind }) => kind === 'mendable');
  const items = letters > 0 ? [...readable, ...mendable] : readable;
  const matched = items.filter(({ watches }) => watches.length > 0);
  const first = new Map(matched.map((line) => [line.id, line]));
  const sum = (some: Iterable<Line>): number => [...some].reduce((total, { watches }) => total + watches.length, 0);
  const late = [...first.values()].filter((line) => line.late);
  const counts = {
    lines: lines.length + letters,
    dead: lines.length + letters - items.length,
    items: items.length,
    unmatched: items.length - matched.length,
    matched: matched.length,
    mentions: sum(matched),
    repeated: sum(matched) - sum(first.values()),
    counted: sum(first.values()) - sum(late),
    late: sum(late),
  };
  return new Set([
    ...Object.entries(counts)
      .filter(([, value]) => value > 0)
      .map(([counter, value]) => rowOf('count', timeline, counter, value)),
    ...[...first.values()].flatMap((line) => line.watches.map((watch) => mentionRow(timeline, watch, line))),
    ...Object.keys(NAMES).flatMap((watch) => windowRows(timeline, watch, [...first.values()])),
  ]);
}

function mentionRow(timeline: string, watch: string, line: Line): string {
  return rowOf('mention', timeline, watch, line.id, line.time, line.author, line.text, line.class, line.late ? 1 : 0);
}

function windowRows(timeline: string, watch: string, first: readonly Line[]): string[] {
  const counted = first.filter(({ watches, late }) => watches.includes(watch) && !late);
  return (['1m', '1h'] as const).flatMap((width) => {
    const windows = Map.groupBy(counted, ({ time }) => time - (time % WIDTHS[width]));
    return Array.from(windows, ([start, inside]) => {
      const authors = new Set(inside.map(({ author }) => author).filter((author) => author !== ''));
      const reach = inside.reduce((total, line) => total + line.reach, 0);
      const classes = (['positive', 'neutral', 'negative'] as const).map(
        (one) => inside.filter((line) => line.class === one).length,
      );
      return rowOf('window', timeline, watch, width, start, inside.length, authors.size, reach, ...classes);
    });
  });
}

/** The same rows out of the store, in the same text. A row that stands twice is two lines of the answer: see `differences`. */
export const QUESTION = `
SELECT arrayStringConcat(['mention', timeline, watch, id, toString(toUnixTimestamp64Milli(time)), author, text, toString(class), toString(late)], '\t')
FROM mentions
UNION ALL
SELECT arrayStringConcat(['window', timeline, watch, width, toString(toUnixTimestamp(start) * 1000), toString(mentions), toString(authors),
  toString(reach), toString(positive), toString(neutral), toString(negative)], '\t')
FROM mention_windows
UNION ALL
SELECT arrayStringConcat(['count', timeline, counter, toString(value)], '\t') FROM counts WHERE value > 0`;

/** The first few rows that are missing, doubled, or there without reason. */
export function differences(wanted: Rows, answer: readonly string[]): string[] {
  const there = new Set(answer);
  const missing = [...wanted].filter((row) => !there.has(row)).map((row) => `missing: ${row}`);
  const extra = answer.filter((row) => !wanted.has(row)).map((row) => `unexpected: ${row}`);
  const doubled = answer.length - there.size;
  return [...(doubled === 0 ? [] : [`${doubled} rows stand twice`]), ...missing.slice(0, 5), ...extra.slice(0, 5)];
}
