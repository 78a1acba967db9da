import { HOUR_MS, MINUTE_MS, windowStart, type Instant } from '../../../schemas/instants.ts';
import type { Label } from '../event.ts';
import { openRows } from './open-rows.ts';
import type { MentionRow } from './rows.ts';

const WIDTHS = { '1m': MINUTE_MS, '1h': HOUR_MS } as const;

type Draft = { -readonly [Name in keyof MentionRow]: MentionRow[Name] } & { end: Instant; people: Set<string> };
type MentionLabel = Extract<Label, { kind: 'mention' }>;

export interface MentionTruth {
  /** A mention that counts. */
  count(platform: string, label: MentionLabel, time: Instant): void;
  close(until: Instant, emit: (row: MentionRow) => void): void;
}

/** Windows of brands by definition: a set of authors and sums, kept until nothing that counts can come. */
export function mentionTruth(): MentionTruth {
  const open = openRows<Draft>();
  return {
    count(platform, { brand, author, sentiment, reach }, time) {
      for (const width of ['1m', '1h'] as const) {
        const start = windowStart(time, WIDTHS[width]);
        const row = open.at(`${brand}/${width}/${start}`, () => emptyRow(brand, width, start));
        row.mentions++;
        row.reach += reach;
        row[sentiment]++;
        row.people.add(`${platform}/${author}`);
      }
    },
    close(until, emit) {
      open.close(until, ({ end: _end, people, ...row }) => emit({ ...row, authors: people.size }));
    },
  };
}

function emptyRow(brand: string, width: '1m' | '1h', start: Instant): Draft {
  const sums = { mentions: 0, authors: 0, reach: 0, positive: 0, neutral: 0, negative: 0 };
  return { kind: 'mentions', brand, width, start, ...sums, end: start + WIDTHS[width], people: new Set() };
}
