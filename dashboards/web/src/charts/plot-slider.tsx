import type { KeyboardEvent, MouseEvent, PointerEvent, ReactNode, RefObject } from 'react';
import { rowAfterKey } from './cursor-keys.ts';
import type { Pictures } from './pictures.ts';
import styles from './plot-slider.module.css';
import type { Plot } from './plot.ts';
import { useChartSettings } from './settings.ts';
import type { CursorControl } from './use-cursor.ts';

export interface PlotSliderProps {
  readonly title: string;
  /** Where the plot goes, and once it is there. */
  readonly element: RefObject<HTMLDivElement | null>;
  readonly plot: Plot | undefined;
  readonly pictures: Pictures;
  readonly control: CursorControl;
  /** A row was clicked, or chosen with Enter. */
  readonly onPick: ((row: number) => void) | undefined;
  readonly children: ReactNode;
}

/** The plot for pointer, keyboard and screen reader: a slider whose value is a bucket. */
export function PlotSlider(props: PlotSliderProps): ReactNode {
  const { title, element, plot, pictures, control, onPick, children } = props;
  const { texts } = useChartSettings();
  const { cursor, moveTo, leave } = control;
  const rowCount = (): number => pictures.read().columns.starts.length;
  const last = Math.max(0, rowCount() - 1);
  /** Only over the plot's area: offsets in the tooltip are its own. */
  const rowUnder = ({ target, nativeEvent }: PointerEvent | MouseEvent): number | undefined =>
    plot !== undefined && target === plot.area ? plot.rowNear(nativeEvent.offsetX) : undefined;
  const follow = (event: PointerEvent): void => {
    const row = rowUnder(event);
    if (row !== undefined) moveTo(row);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const row = control.row();
    if (event.key === 'Enter' && row !== undefined) onPick?.(row);
    const next = rowAfterKey(event.key, row, rowCount());
    if (next === undefined) return;
    event.preventDefault();
    moveTo(next);
  };
  return (
    <div
      ref={element}
      className={styles['slider']}
      role="slider"
      tabIndex={0}
      aria-label={title}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={control.row() ?? last}
      aria-valuetext={cursor?.spoken ?? texts.noData}
      data-pickable={onPick !== undefined}
      onKeyDown={onKeyDown}
      onFocus={() => cursor ?? moveTo(last)}
      onBlur={leave}
      onPointerDown={follow}
      onPointerMove={follow}
      onPointerLeave={leave}
      onClick={(event) => {
        const row = rowUnder(event);
        if (row !== undefined) onPick?.(row);
      }}
    >
      {children}
    </div>
  );
}
