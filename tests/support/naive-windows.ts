import type { MentionWindow } from '../../schemas/results/mention-window.ts';

/** What counts of one mention. */
export interface Sighted {
  readonly watch: string;
  readonly platform: string;
  readonly id: string;
  readonly time: number;
  readonly author: string;
  readonly reach: number;
  readonly class: 'positive' | 'neutral' | 'negative';
}

const WIDTHS = { '1m': 60_000, '1h': 3_600_000 } as const;

/** Windows by their definition, from everything at once: the answer that the pipeline must come to. Shares no code with it. */
export function naiveWindows(all: readonly Sighted[]): MentionWindow[] {
  const unique = [...new Map(all.map((one) => [`${one.watch} ${one.platform} ${one.id}`, one])).values()];
  const rows: MentionWindow[] = [];
  for (const width of ['1m', '1h'] as const) {
    const starts = Map.groupBy(unique, ({ watch, time }) => `${watch} ${time - (time % WIDTHS[width])}`);
    for (const [key, inside] of starts) {
      const [watch = '', start] = key.split(' ');
      const of = (wanted: Sighted['class']): number => inside.filter((one) => one.class === wanted).length;
      rows.push({
        watch,
        width,
        start: Number(start),
        mentions: inside.length,
        authors: new Set(
          inside.filter(({ author }) => author !== '').map(({ platform, author }) => `${platform} ${author}`),
        ).size,
        reach: inside.reduce((sum, { reach }) => sum + reach, 0),
        positive: of('positive'),
        neutral: of('neutral'),
        negative: of('negative'),
        complete: true,
      });
    }
  }
  return inOrder(rows);
}

/** The rows as a table keeps them: the last of a key wins. In one order, to be compared. */
export function finalRows(written: readonly MentionWindow[]): MentionWindow[] {
  return inOrder([...new Map(written.map((row) => [keyOf(row), row])).values()]);
}

function keyOf({ watch, width, start }: MentionWindow): string {
  return `${watch} ${width} ${start}`;
}

function inOrder(rows: MentionWindow[]): MentionWindow[] {
  return rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
