import type { Columns } from './columns.ts';
import type { Period, SeriesDefinition, TimePoint } from './points.ts';
import { amountOf } from './reading.ts';
import type { ChartSettings } from './settings.ts';

export interface Summarised {
  readonly columns: Columns;
  readonly series: readonly Pick<SeriesDefinition<TimePoint>, 'name' | 'noun'>[];
  readonly period?: Period | undefined;
}

/**
 * A time chart in words: its range, and of each series the newest complete value and the highest. Buckets that may still grow are no
 * "now": they would always sound like a fall.
 */
export function summaryOf({ columns, series, period }: Summarised, { formats, texts }: ChartSettings): string {
  const from = period?.from ?? columns.starts[0];
  const to = period?.to ?? columns.ends.at(-1);
  if (from === undefined || to === undefined || columns.starts.length === 0) return `${texts.noData}.`;
  const sentences = [texts.period(formats.dateTime(from), formats.dateTime(to), formats.zone.name)];
  for (const [index, one] of series.entries()) {
    const ends = endsOf(columns, columns.values[index] ?? []);
    if (ends === undefined) continue;
    const now = amountOf(one, formats.exact(ends.now), texts);
    sentences.push(texts.now(now, formats.exact(ends.peak), formats.dateTime(ends.peakAt)));
  }
  return sentences.join(' ');
}

interface Ends {
  readonly now: number;
  readonly peak: number;
  readonly peakAt: number;
}

/** Of the complete buckets; of all where none is complete. */
function endsOf({ starts, firstOpen }: Columns, column: readonly (number | null)[]): Ends | undefined {
  const values = firstOpen === 0 ? column : column.slice(0, firstOpen);
  const now = values.findLast((value) => value !== null) ?? null;
  if (now === null) return undefined;
  const peak = values.reduce<number>((highest, value) => Math.max(highest, value ?? highest), now);
  return { now, peak, peakAt: starts[values.indexOf(peak)] ?? 0 };
}
