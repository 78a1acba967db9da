import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { Legend } from './legend.tsx';
import type { Pictures } from './pictures.ts';
import { PlotCursor } from './plot-cursor.tsx';
import { PlotSlider } from './plot-slider.tsx';
import type { Period, SeriesDefinition, TimePoint } from './points.ts';
import { useChartSettings } from './settings.ts';
import { useCursor } from './use-cursor.ts';
import { usePlot } from './use-plot.ts';

export interface TimePlotProps {
  readonly title: string;
  readonly series: readonly Pick<SeriesDefinition<TimePoint>, 'name' | 'noun' | 'color' | 'area'>[];
  readonly pictures: Pictures;
  readonly onRange: ((period: Period) => void) | undefined;
  readonly onPick: ((period: Period) => void) | undefined;
}

/** A time chart without its frame: legend, plot and cursor. */
export function TimePlot(props: TimePlotProps): ReactNode {
  const { title, series, pictures, onRange, onPick } = props;
  const { formats } = useChartSettings();
  const element = useRef<HTMLDivElement>(null);
  const [hidden, setHidden] = useState<ReadonlySet<number>>(new Set());
  const shown = useMemo(
    () => series.map((one, index) => ({ ...one, index })).filter(({ index }) => !hidden.has(index)),
    [series, hidden],
  );
  const report = (told: TimePlotProps['onPick'], first: number, last: number): void => {
    const { starts, ends } = pictures.read().columns;
    const [from, to] = [starts[first], ends[last]];
    if (from !== undefined && to !== undefined) told?.({ from, to });
  };
  const control = useCursor(pictures, shown);
  const { cursor, dismiss, leave } = control;
  // What was pointed at is somewhere else in the period that was brushed.
  const brush = (first: number, last: number): void => {
    leave();
    report(onRange, first, last);
  };
  const plot = usePlot({ element, series, formats, pictures, onBrush: onRange && brush });
  useEffect(() => {
    for (const index of series.keys()) plot?.show(index, !hidden.has(index));
  }, [plot, series, hidden]);
  const toggle = (index: number): void => setHidden(toggled(hidden, index));
  const pick = onPick && ((row: number): void => report(onPick, row, row));
  return (
    <>
      <Legend series={series} hidden={hidden} onToggle={toggle} aside={formats.zone.name} />
      <PlotSlider {...{ title, element, plot, pictures, control }} onPick={pick}>
        {plot !== undefined && cursor?.isDismissed === false && (
          <PlotCursor {...{ plot, pictures }} start={cursor.start} series={shown} onDismiss={dismiss} />
        )}
      </PlotSlider>
    </>
  );
}

function toggled(set: ReadonlySet<number>, member: number): ReadonlySet<number> {
  const others = new Set(set);
  if (!others.delete(member)) others.add(member);
  return others;
}
