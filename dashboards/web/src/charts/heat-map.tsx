import { type ReactNode, useMemo } from 'react';
import { ChartFrame, type FrameProps } from './chart-frame.tsx';
import { ChartTable } from './chart-table.tsx';
import { HeatGrid } from './heat-grid.tsx';
import { type ChartSettings, useChartSettings } from './settings.ts';
import { HOURS, nameOf, type Week, WEEKDAYS, type WeekHour, weekOf } from './week.ts';

export interface HeatMapProps<C extends WeekHour> extends FrameProps {
  readonly cells: readonly C[];
  /** Null: no data, which is not 0. */
  readonly valueOf: (cell: C) => number | null;
  readonly noun: string;
  readonly format?: ((value: number) => string) | undefined;
  /** More to say of a cell: "n = 4 h". */
  readonly detailOf?: ((cell: C) => string) | undefined;
  /** A cell was clicked, or chosen with Enter or Space. */
  readonly onPick?: ((cell: C) => void) | undefined;
}

/** How much there is at each hour of the week. */
export function HeatMap<C extends WeekHour>(props: HeatMapProps<C>): ReactNode {
  const { cells, valueOf, noun, detailOf, onPick, ...frame } = props;
  const settings = useChartSettings();
  const format = props.format ?? settings.formats.count;
  const week = useMemo(() => weekOf(cells, valueOf), [cells, valueOf]);
  const caption = `${frame.title}, ${settings.formats.zone.name}`;
  return (
    <ChartFrame
      {...frame}
      summary={summaryOf(week, (value) => settings.texts.amount(format(value), noun), settings)}
      table={() => <HeatTable week={week} caption={caption} format={format} />}
    >
      <HeatGrid {...{ week, caption, noun, format, detailOf, onPick }} />
    </ChartFrame>
  );
}

function summaryOf(
  { top, missing }: Week<WeekHour>,
  amountOf: (value: number) => string,
  { formats, texts }: ChartSettings,
): string {
  const highest = top === undefined ? [] : [texts.highest(amountOf(top.value), nameOf(top, formats))];
  return [...highest, ...(missing === 0 ? [] : [texts.cellsWithoutData(formats.exact(missing))])].join(' ');
}

interface HeatTableProps {
  readonly week: Week<WeekHour>;
  readonly caption: string;
  format(value: number): string;
}

/** A row per hour: seven columns fit where 24 would not. */
function HeatTable({ week, caption, format }: HeatTableProps): ReactNode {
  const { formats, texts } = useChartSettings();
  const days = WEEKDAYS.map((day) => ({ name: formats.weekday(day, 'short'), numeric: true }));
  const rows = HOURS.map((hour) => {
    const values = week.days.map((day) => day[hour]?.value ?? null);
    return {
      key: hour,
      cells: [`${hour}:00`, ...values.map((value) => (value === null ? texts.noData : format(value)))],
    };
  });
  return <ChartTable caption={caption} columns={[{ name: texts.time }, ...days]} rows={rows} />;
}
