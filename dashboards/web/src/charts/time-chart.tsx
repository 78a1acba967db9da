import { type ReactNode, type Ref, useImperativeHandle, useLayoutEffect, useMemo, useState } from 'react';
import { ChartFrame, type FrameProps } from './chart-frame.tsx';
import { columnsOf } from './columns.ts';
import { createPictures } from './pictures.ts';
import { instantOf, type Period, type PeriodLike, periodOf, type PointGroup, type SeriesDefinition } from './points.ts';
import type { TimePoint } from './points.ts';
import { useChartSettings } from './settings.ts';
import { summaryOf } from './summary.ts';
import { TimePlot } from './time-plot.tsx';
import { TimeTable } from './time-table.tsx';

/** For whoever has new points up to ten times a second. */
export interface TimeChartHandle<P extends TimePoint> {
  /** Draws, and renders nothing: the sentence and the table go on saying what the props said. Newer props win. */
  update(groups: readonly PointGroup<P>[], period?: PeriodLike): void;
}

export interface TimeChartProps<P extends TimePoint> extends FrameProps {
  /** Another list is another plot: keep its identity while its content is the same. */
  readonly series: readonly SeriesDefinition<P>[];
  readonly groups: readonly PointGroup<P>[];
  /** What was asked for, and so the time axis; without it, that of the data. */
  readonly period?: PeriodLike | undefined;
  /** Whole buckets were brushed. */
  readonly onRange?: ((period: Period) => void) | undefined;
  /** A bucket was clicked, or chosen with Enter. */
  readonly onPick?: ((period: Period) => void) | undefined;
  readonly ref?: Ref<TimeChartHandle<P>>;
}

/** As high as `--chart-height` where it stands, axes included. */
export function TimeChart<P extends TimePoint>(props: TimeChartProps<P>): ReactNode {
  const { series, groups, onRange, onPick, ref, ...frame } = props;
  const settings = useChartSettings();
  const columns = useMemo(() => columnsOf(groups, series), [groups, series]);
  const period = usePeriod(props.period);
  const [pictures] = useState(() => createPictures({ columns, period }));
  useLayoutEffect(() => pictures.write({ columns, period }), [pictures, columns, period]);
  useImperativeHandle(
    ref,
    () => ({
      update: (next, asked) =>
        pictures.write({
          columns: columnsOf(next, series),
          period: asked === undefined ? pictures.read().period : periodOf(asked),
        }),
    }),
    [pictures, series],
  );
  const summary = useMemo(() => summaryOf({ columns, series, period }, settings), [columns, series, period, settings]);
  return (
    <ChartFrame
      {...frame}
      summary={summary}
      table={() => <TimeTable title={props.title} columns={columns} series={series} />}
    >
      <TimePlot
        key={series.map(({ name }) => name).join('\n')}
        {...{ title: props.title, series, pictures, onRange, onPick }}
      />
    </ChartFrame>
  );
}

/** The same object while the instants are the same. */
function usePeriod(asked: PeriodLike | undefined): Period | undefined {
  const from = asked && instantOf(asked.from);
  const to = asked && instantOf(asked.to);
  return useMemo(() => (from === undefined || to === undefined ? undefined : { from, to }), [from, to]);
}
