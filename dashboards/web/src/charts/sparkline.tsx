import type { ReactNode } from 'react';
import styles from './sparkline.module.css';
import { sparkPath } from './spark-path.ts';

export interface SparklineProps {
  readonly values: readonly (number | null)[];
}

const SIZE = { width: 84, height: 24 };

/** Decoration beside a number that says more. */
export function Sparkline({ values }: SparklineProps): ReactNode {
  return (
    <svg className={styles['sparkline']} viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} {...SIZE} aria-hidden="true">
      <path d={sparkPath(values, SIZE)} />
    </svg>
  );
}
