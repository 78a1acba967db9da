import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { rowAt } from './columns.ts';
import { rowAfterKey } from './cursor-keys.ts';
import { Legend } from './legend.tsx';
import type { Pictures } from './pictures.ts';
import { PlotCursor } from './plot-cursor.tsx';
import {
  instantOf,
  type Period,
  type SeriesDefinition,
  type Threshold,
  type TimeBand,
  type TimePoint,
} from './points.ts';
import { readingAt, spokenOf } from './reading.ts';
import { type ChartSettings, useChartSettings } from './settings.ts';
import styles from './time-plot.module.css';
import { usePlot } from './use-plot.ts';

export interface TimePlotProps {
  readonly title: string;
  readonly series: readonly Pick<SeriesDefinition<TimePoint>, 'name' | 'noun' | 'color' | 'dash' | 'area'>[];
  readonly pictures: Pictures;
  readonly bands: readonly TimeBand[];
  readonly threshold: Threshold | undefined;
  readonly height: number;
  format(value: number): string;
  onRange?: ((period: Period) => void) | undefined;
  onPick?: ((period: Period) => void) | undefined;
}

/** The bucket that is pointed at, and what is said of it: as it was when the cursor came, so that live data do not talk. */
interface Cursor {
  readonly start: number;
  readonly spoken: string;
}

/** Legend and plot. For the keyboard and screen readers the plot is a slider over its buckets. */
export function TimePlot(props: TimePlotProps): ReactNode {
  const { title, series, pictures, bands, threshold, height, format, onRange, onPick } = props;
  const settings = useChartSettings();
  const { formats } = settings;
  const element = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState<Cursor>();
  const [hidden, setHidden] = useState<ReadonlySet<number>>(new Set());
  const dismiss = useCallback(() => setCursor(undefined), []);
  const shown = useMemo(
    () => series.map((one, index) => ({ ...one, index })).filter(({ index }) => !hidden.has(index)),
    [series, hidden],
  );

  const bucketAt = (row: number): Period | undefined => {
    const reading = readingAt(pictures.read().columns, row);
    return reading && { from: reading.start, to: reading.end };
  };
  const labelled = useMemo(
    () => bands.map((band) => ({ ...band, label: bandLabelOf(band, settings) })),
    [bands, settings],
  );
  const look = { bands: labelled, threshold, formats, format };
  const onBrush = (first: number, last: number): void => {
    const from = bucketAt(first)?.from;
    const to = bucketAt(last)?.to;
    if (from !== undefined && to !== undefined) onRange?.({ from, to });
  };
  const plot = usePlot({ element, series, height, look, pictures, onBrush });
  useEffect(() => {
    for (const index of series.keys()) plot?.show(index, !hidden.has(index));
  }, [plot, series, hidden]);

  const moveTo = (row: number): void => {
    const reading = readingAt(pictures.read().columns, row);
    if (reading === undefined || reading.start === cursor?.start) return;
    const values = shown.map(({ index }) => reading.values[index] ?? null);
    setCursor({ start: reading.start, spoken: spokenOf({ ...reading, values }, shown, settings) });
  };
  const pick = (row: number): void => {
    const bucket = bucketAt(row);
    if (bucket !== undefined) onPick?.(bucket);
  };
  const { columns } = pictures.read();
  const rows = columns.starts.length;
  const row = cursor === undefined ? undefined : rowAt(columns, cursor.start);
  const onKeyDown = (event: KeyboardEvent): void => {
    const current = cursor === undefined ? undefined : rowAt(pictures.read().columns, cursor.start);
    const next = rowAfterKey(event.key, current, pictures.read().columns.starts.length);
    if (event.key === 'Enter' && current !== undefined) pick(current);
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    moveTo(next);
  };
  /** Only over the plot's area: offsets in the tooltip are its own. */
  const rowUnder = ({ target, nativeEvent }: { target: EventTarget; nativeEvent: MouseEvent }): number | undefined =>
    plot !== undefined && target === plot.area ? plot.rowNear(nativeEvent.offsetX) : undefined;
  const onPointerMove = (event: PointerEvent): void => moveTo(rowUnder(event) ?? -1);

  return (
    <>
      <Legend
        series={series}
        hidden={hidden}
        onToggle={(index) => setHidden(toggled(hidden, index))}
        aside={formats.zone.name}
      />
      <div
        ref={element}
        className={styles['plot']}
        style={{ height }}
        role="slider"
        tabIndex={0}
        aria-label={title}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, rows - 1)}
        aria-valuenow={row ?? Math.max(0, rows - 1)}
        aria-valuetext={cursor?.spoken ?? settings.texts.noData}
        data-pickable={onPick !== undefined}
        onKeyDown={onKeyDown}
        onFocus={() => cursor ?? moveTo(rows - 1)}
        onBlur={dismiss}
        onPointerMove={onPointerMove}
        onPointerLeave={dismiss}
        onClick={(event) => pick(rowUnder(event) ?? -1)}
      >
        {plot !== undefined && cursor !== undefined && (
          <PlotCursor
            plot={plot}
            pictures={pictures}
            start={cursor.start}
            series={shown}
            format={format}
            onDismiss={dismiss}
          />
        )}
      </div>
    </>
  );
}

/** The day is on the axis. */
function bandLabelOf({ label, start, end }: TimeBand, { formats, texts }: ChartSettings): string {
  return end === undefined ? texts.since(label, formats.time(instantOf(start))) : label;
}

function toggled(set: ReadonlySet<number>, member: number): ReadonlySet<number> {
  const others = new Set(set);
  if (!others.delete(member)) others.add(member);
  return others;
}
