import type { Columns } from './columns.ts';
import type { SeriesDefinition, TimePoint } from './points.ts';
import type { ChartSettings } from './settings.ts';

/** What one bucket says. */
export interface Reading {
  readonly start: number;
  readonly end: number;
  readonly complete: boolean;
  /** In the order of the series. */
  readonly values: readonly (number | null)[];
}

export function readingAt({ starts, ends, values, firstOpen }: Columns, row: number): Reading | undefined {
  const start = starts[row];
  const end = ends[row];
  if (start === undefined || end === undefined) return undefined;
  return { start, end, complete: row < firstOpen, values: values.map((column) => column[row] ?? null) };
}

type Named = Pick<SeriesDefinition<TimePoint>, 'name' | 'noun'>;

export function amountOf({ name, noun }: Named, value: string, texts: ChartSettings['texts']): string {
  return noun === undefined ? texts.named(name, value) : texts.amount(value, noun);
}

/** As it is spoken: "14:05, 312 mentions, 96 negative". */
export function spokenOf(
  { start, complete, values }: Reading,
  series: readonly Named[],
  { formats, texts }: ChartSettings,
): string {
  const amounts = series.map((one, index) => {
    const value = values[index] ?? null;
    return value === null ? texts.named(one.name, texts.noData) : amountOf(one, formats.exact(value), texts);
  });
  return [formats.time(start), ...amounts, ...(complete ? [] : [texts.incomplete])].join(', ');
}
