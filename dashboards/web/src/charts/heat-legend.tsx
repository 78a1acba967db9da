import type { ReactNode } from 'react';
import styles from './heat-legend.module.css';
import { heatStyle } from './heat-scale.ts';
import { useChartSettings } from './settings.ts';

export interface HeatLegendProps {
  readonly highest: number;
  format(value: number): string;
  /** The zone, or the cell that is looked at. */
  readonly aside: string;
}

const SHARES = [0, 0.25, 0.5, 0.75, 1];

/** What the colours mean, in numbers, and that hatched is not 0. */
export function HeatLegend({ highest, format, aside }: HeatLegendProps): ReactNode {
  const { texts } = useChartSettings();
  return (
    <div className={styles['legend']}>
      {SHARES.map((share) => (
        <span key={share} className={styles['step']}>
          <i style={{ background: heatStyle(share).background }} />
          {format(share * highest)}
        </span>
      ))}
      <span className={styles['step']}>
        <i className={styles['missing']} />
        {texts.noData}
      </span>
      <span className={styles['aside']}>{aside}</span>
    </div>
  );
}
