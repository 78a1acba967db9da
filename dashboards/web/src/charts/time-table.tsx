import type { ReactNode } from 'react';
import { ChartTable } from './chart-table.tsx';
import type { Columns } from './columns.ts';
import type { SeriesDefinition, TimePoint } from './points.ts';
import { readingAt } from './reading.ts';
import { useChartSettings } from './settings.ts';

/** More rows than anybody reads; the export has them all. */
const MAX_ROWS = 500;

export interface TimeTableProps {
  readonly title: string;
  readonly columns: Columns;
  readonly series: readonly Pick<SeriesDefinition<TimePoint>, 'name'>[];
}

/** The buckets of a time chart, newest first. */
export function TimeTable({ title, columns, series }: TimeTableProps): ReactNode {
  const { formats, texts } = useChartSettings();
  const count = columns.starts.length;
  const shown = Math.min(count, MAX_ROWS);
  const rows = Array.from({ length: shown }, (_, index) => readingAt(columns, count - 1 - index)).filter(
    (reading) => reading !== undefined,
  );
  const rest = shown < count ? `, ${texts.newestOf(formats.exact(shown), formats.exact(count))}` : '';
  return (
    <ChartTable
      caption={`${title}, ${formats.zone.name}${rest}`}
      columns={[{ name: texts.time }, ...series.map(({ name }) => ({ name, numeric: true }))]}
      rows={rows.map(({ start, complete, values }) => ({
        key: start,
        cells: [
          formats.dateTime(start) + (complete ? '' : ` (${texts.incomplete})`),
          ...values.map((value) => (value === null ? texts.noData : formats.exact(value))),
        ],
      }))}
    />
  );
}
