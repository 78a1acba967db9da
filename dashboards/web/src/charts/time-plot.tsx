import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { Legend } from './legend.tsx';
import type { Pictures } from './pictures.ts';
import { PlotCursor } from './plot-cursor.tsx';
import { PlotSlider } from './plot-slider.tsx';
import { instantOf, type Period, type SeriesDefinition, type Threshold, type TimeBand } from './points.ts';
import type { TimePoint } from './points.ts';
import { type ChartSettings, useChartSettings } from './settings.ts';
import { useCursor } from './use-cursor.ts';
import { usePlot } from './use-plot.ts';

export interface TimePlotProps {
  readonly title: string;
  readonly series: readonly Pick<SeriesDefinition<TimePoint>, 'name' | 'noun' | 'color' | 'dash' | 'area'>[];
  readonly pictures: Pictures;
  readonly bands: readonly TimeBand[];
  readonly threshold: Threshold | undefined;
  format(value: number): string;
  readonly onRange: ((period: Period) => void) | undefined;
  readonly onPick: ((period: Period) => void) | undefined;
}

/** A time chart without its frame: legend, plot and cursor. */
export function TimePlot(props: TimePlotProps): ReactNode {
  const { title, series, pictures, bands, threshold, format, onRange, onPick } = props;
  const settings = useChartSettings();
  const { formats } = settings;
  const element = useRef<HTMLDivElement>(null);
  const [hidden, setHidden] = useState<ReadonlySet<number>>(new Set());
  const shown = useMemo(
    () => series.map((one, index) => ({ ...one, index })).filter(({ index }) => !hidden.has(index)),
    [series, hidden],
  );
  const labelled = useMemo(
    () => bands.map((band) => ({ ...band, label: bandLabelOf(band, settings) })),
    [bands, settings],
  );
  const report = (told: TimePlotProps['onPick'], first: number, last: number): void => {
    const { starts, ends } = pictures.read().columns;
    const [from, to] = [starts[first], ends[last]];
    if (from !== undefined && to !== undefined) told?.({ from, to });
  };
  const look = { bands: labelled, threshold, formats, format };
  const control = useCursor(pictures, shown);
  const { cursor, dismiss, leave } = control;
  // What was pointed at is somewhere else in the period that was brushed.
  const brush = (first: number, last: number): void => {
    leave();
    report(onRange, first, last);
  };
  const plot = usePlot({ element, series, look, pictures, onBrush: onRange && brush });
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
          <PlotCursor {...{ plot, pictures, format }} start={cursor.start} series={shown} onDismiss={dismiss} />
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

/** As it is drawn: the day is on the axis, and a crisis has its icon beside its colour. */
function bandLabelOf({ label, start, end, kind }: TimeBand, { formats, texts }: ChartSettings): string {
  const words = end === undefined ? texts.since(label, formats.time(instantOf(start))) : label;
  return kind === 'crisis' ? `▲ ${words}` : words;
}
