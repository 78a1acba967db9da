import { type ReactNode, useEffect, useSyncExternalStore } from 'react';
import { rowAt } from './columns.ts';
import type { Pictures } from './pictures.ts';
import styles from './plot-cursor.module.css';
import type { Plot } from './plot.ts';
import { type Reading, readingAt } from './reading.ts';
import { useChartSettings } from './settings.ts';
import type { IndexedSeries } from './use-cursor.ts';

export interface PlotCursorProps {
  readonly plot: Plot;
  readonly pictures: Pictures;
  /** The bucket it stands on. */
  readonly start: number;
  readonly series: readonly IndexedSeries[];
  onDismiss(): void;
}

/** Crosshair, a dot on each line, and the tooltip: it follows the data under it, and the pointer may enter it. */
export function PlotCursor({ plot, pictures, start, series, onDismiss }: PlotCursorProps): ReactNode {
  const { columns } = useSyncExternalStore(pictures.subscribe, pictures.read);
  useEscape(onDismiss);
  const reading = readingAt(columns, rowAt(columns, start));
  if (reading === undefined) return null;
  const { offsetLeft, offsetTop, clientWidth, clientHeight } = plot.area;
  const left = plot.leftOf(start);
  if (left < 0 || left > clientWidth) return null;
  const dots = series.flatMap(({ name, color, index }) => {
    const value = reading.values[index] ?? null;
    return value === null ? [] : [{ name, color, top: offsetTop + plot.topOf(value) }];
  });
  return (
    <div className={styles['cursor']} style={{ left: offsetLeft + left }} aria-hidden="true">
      <div className={styles['line']} style={{ top: offsetTop, height: clientHeight }} />
      {dots.map(({ name, color, top }) => (
        <div key={name} className={styles['dot']} style={{ top, background: `var(${color})` }} />
      ))}
      <Tooltip reading={reading} series={series} share={left / clientWidth} top={offsetTop} />
    </div>
  );
}

interface TooltipProps extends Pick<PlotCursorProps, 'series'> {
  readonly reading: Reading;
  /** Where the cursor is in the plot, 0 to 1: the tooltip leans away from the edges. */
  readonly share: number;
  readonly top: number;
}

function Tooltip({ reading, series, share, top }: TooltipProps): ReactNode {
  const { formats, texts } = useChartSettings();
  const { start, end, complete, values } = reading;
  return (
    <div className={styles['tooltip']} style={{ bottom: `calc(100% - ${top}px)`, translate: `${-share * 100}% 0` }}>
      <div className={styles['when']}>
        {formats.day(start)} · {formats.span(start, end)}
        {!complete && ` · ${texts.incomplete}`}
      </div>
      {series.map(({ name, color, index }) => {
        const value = values[index] ?? null;
        return (
          <div key={name} className={styles['row']}>
            <i style={{ background: `var(${color})` }} />
            <span>{name}</span>
            <b>{value === null ? texts.noData : formats.count(value)}</b>
          </div>
        );
      })}
    </div>
  );
}

/** What appears under the pointer must go without the pointer moving, wherever the focus is. */
function useEscape(onEscape: () => void): void {
  useEffect(() => {
    const told = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') onEscape();
    };
    document.addEventListener('keydown', told);
    return () => document.removeEventListener('keydown', told);
  }, [onEscape]);
}
