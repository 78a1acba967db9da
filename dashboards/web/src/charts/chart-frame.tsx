import { type ReactNode, useId, useState } from 'react';
import styles from './chart-frame.module.css';
import { useChartSettings } from './settings.ts';

export interface FrameProps {
  readonly title: string;
  /** Of the heading. */
  readonly level?: 2 | 3 | 4;
  /** Small, beside the title. */
  readonly note?: ReactNode;
  /** At the right, after the button for the table. */
  readonly actions?: ReactNode;
}

export interface ChartFrameProps extends FrameProps {
  /** The chart in a sentence, for whoever does not see it. */
  readonly summary: string;
  /** The same numbers as a table; asked for only while it is looked at. */
  table(): ReactNode;
  readonly children: ReactNode;
}

export function ChartFrame({ title, level = 2, note, actions, summary, table, children }: ChartFrameProps): ReactNode {
  const { texts } = useChartSettings();
  const [isTable, setIsTable] = useState(false);
  const id = useId();
  const Heading = `h${level}` as const;
  return (
    <figure className={styles['frame']} aria-labelledby={id}>
      <div className={styles['head']}>
        <Heading id={id}>{title}</Heading>
        {note !== undefined && <small>{note}</small>}
        <div className={styles['tools']}>
          <button
            type="button"
            aria-label={`${texts.viewAsTable}: ${title}`}
            aria-pressed={isTable}
            onClick={() => setIsTable(!isTable)}
          >
            {texts.table}
          </button>
          {actions}
        </div>
      </div>
      {isTable ? table() : children}
      <figcaption className="visually-hidden">{summary}</figcaption>
    </figure>
  );
}
