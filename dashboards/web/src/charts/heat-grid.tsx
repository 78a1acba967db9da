import { type CSSProperties, type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { type Place, placeAfterKey } from './grid-keys.ts';
import styles from './heat-grid.module.css';
import { HeatLegend } from './heat-legend.tsx';
import { heatStyle } from './heat-scale.ts';
import { useChartSettings } from './settings.ts';
import { HOURS, nameOf, type Week, type WeekCell, WEEKDAYS, type WeekHour } from './week.ts';

export interface HeatGridProps<C extends WeekHour> {
  readonly week: Week<C>;
  readonly caption: string;
  readonly noun: string;
  format(value: number): string;
  readonly detailOf?: ((cell: C) => string) | undefined;
  readonly onPick?: ((cell: C) => void) | undefined;
}

const LAST: Place = { row: WEEKDAYS.length - 1, column: HOURS.length - 1 };
/** Narrow, the days stand side by side and the hours below each other (CSS): the arrows follow the eye. */
const TRANSPOSED: Readonly<Record<string, string>> = {
  ArrowLeft: 'ArrowUp',
  ArrowUp: 'ArrowLeft',
  ArrowRight: 'ArrowDown',
  ArrowDown: 'ArrowRight',
};

/** A table of 168 cells with one tab stop: the cell that was last visited. */
export function HeatGrid<C extends WeekHour>(props: HeatGridProps<C>): ReactNode {
  const { week, caption, format, onPick } = props;
  const { formats } = useChartSettings();
  const grid = useRef<HTMLTableElement>(null);
  const [current, setCurrent] = useState<Place>({ row: 0, column: 0 });
  const [said, setSaid] = useState<string>();
  const pick = ({ cell }: Pick<WeekCell<C>, 'cell'>): void => {
    if (cell !== undefined) onPick?.(cell);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const here = week.days[current.row]?.[current.column];
    const isChoice = event.key === 'Enter' || event.key === ' ';
    if (isChoice && here !== undefined) pick(here);
    const next = placeAfterKey(keyAsSeen(event), event.ctrlKey, current, LAST);
    if (isChoice || next !== undefined) event.preventDefault();
    if (next === undefined) return;
    grid.current?.querySelector<HTMLElement>(`[data-place="${next.row} ${next.column}"]`)?.focus();
  };
  return (
    <div className={styles['container']}>
      <table
        ref={grid}
        className={styles['grid']}
        role="grid"
        aria-label={caption}
        data-pickable={onPick !== undefined}
        onKeyDown={onKeyDown}
        onBlur={() => setSaid(undefined)}
        onPointerLeave={() => setSaid(undefined)}
      >
        <HourNames />
        <tbody role="rowgroup">
          {week.days.map((day, row) => (
            <tr key={WEEKDAYS[row]} role="row">
              <th role="rowheader" scope="row" style={placed(row, -1)}>
                {formats.weekday(row + 1, 'short')}
              </th>
              {day.map((cell, column) => (
                <HeatCell
                  key={cell.hour}
                  {...props}
                  cell={cell}
                  isCurrent={current.row === row && current.column === column}
                  onFocus={() => setCurrent({ row, column })}
                  onSay={setSaid}
                  onClick={() => pick(cell)}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <HeatLegend highest={week.top?.value ?? 0} format={format} aside={said ?? formats.zone.name} />
    </div>
  );
}

function HourNames(): ReactNode {
  const { texts } = useChartSettings();
  return (
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col">
          <span className="visually-hidden">{texts.time}</span>
        </th>
        {HOURS.map((hour) => (
          <th key={hour} role="columnheader" scope="col" style={placed(-1, hour)}>
            {String(hour).padStart(2, '0')}
          </th>
        ))}
      </tr>
    </thead>
  );
}

interface HeatCellProps<C extends WeekHour> extends HeatGridProps<C> {
  readonly cell: WeekCell<C>;
  readonly isCurrent: boolean;
  onFocus(): void;
  /** It is looked at: what it says is written below the grid, because small cells have no room for it. */
  onSay(said: string): void;
  onClick(): void;
}

function HeatCell<C extends WeekHour>(props: HeatCellProps<C>): ReactNode {
  const { week, cell, noun, format, detailOf, isCurrent, onFocus, onSay, onClick } = props;
  const { formats, texts } = useChartSettings();
  const { weekday, hour, value } = cell;
  const highest = week.top?.value ?? 0;
  const amount = value === null ? texts.noData : texts.amount(format(value), noun);
  const detail = cell.cell === undefined || detailOf === undefined ? [] : [detailOf(cell.cell)];
  const said = [nameOf(cell, formats), amount, ...detail].join(', ');
  return (
    <td
      role="gridcell"
      tabIndex={isCurrent ? 0 : -1}
      data-place={`${weekday - 1} ${hour}`}
      data-missing={value === null}
      style={{ ...placed(weekday - 1, hour), ...(value !== null && heatStyle(highest > 0 ? value / highest : 0)) }}
      aria-label={said}
      onFocus={() => {
        onFocus();
        onSay(said);
      }}
      onPointerEnter={() => onSay(said)}
      onClick={onClick}
    >
      <span>{value !== null && format(value)}</span>
    </td>
  );
}

/** Lines of the CSS grid, which is turned where it is narrow; the names come first. */
function placed(row: number, column: number): CSSProperties {
  return { '--day': row + 2, '--hour': column + 2 } as CSSProperties;
}

function keyAsSeen({ key, currentTarget }: KeyboardEvent): string {
  const isTransposed = getComputedStyle(currentTarget).getPropertyValue('--transposed') === '1';
  return isTransposed ? (TRANSPOSED[key] ?? key) : key;
}
