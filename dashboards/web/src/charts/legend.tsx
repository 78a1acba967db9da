import type { ReactNode } from 'react';
import styles from './legend.module.css';
import type { SeriesDefinition, TimePoint } from './points.ts';

export interface LegendProps {
  readonly series: readonly Pick<SeriesDefinition<TimePoint>, 'name' | 'color'>[];
  readonly hidden: ReadonlySet<number>;
  onToggle(index: number): void;
  /** At the right: the zone of the time axis. */
  readonly aside: string;
}

/** Names the lines as they are drawn; a click takes one away or brings it back. */
export function Legend({ series, hidden, onToggle, aside }: LegendProps): ReactNode {
  return (
    <div className={styles['legend']}>
      {series.map(({ name, color }, index) => (
        <button key={name} type="button" aria-pressed={!hidden.has(index)} onClick={() => onToggle(index)}>
          <svg width="22" height="8" aria-hidden="true">
            <line x1="1" x2="21" y1="4" y2="4" stroke={`var(${color})`} />
          </svg>
          {name}
        </button>
      ))}
      <span className={styles['aside']}>{aside}</span>
    </div>
  );
}
