import type { ReactNode } from 'react';
import styles from './sparkline.module.css';
import { sparkPath } from './spark-path.ts';

export interface SparklineProps {
  readonly values: readonly (number | null)[];
  /** A custom property. */
  readonly color?: string;
  /** What it shows, in words; without it the line is decoration beside a number that says more. */
  readonly label?: string;
}

const SIZE = { width: 84, height: 24 };

export function Sparkline({ values, color = '--neutral', label }: SparklineProps): ReactNode {
  const naming = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    <svg className={styles['sparkline']} viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} {...SIZE} {...naming}>
      <path d={sparkPath(values, SIZE)} stroke={`var(${color})`} />
    </svg>
  );
}
