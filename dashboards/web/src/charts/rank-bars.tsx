import type { ReactNode } from 'react';
import styles from './rank-bars.module.css';
import { useChartSettings } from './settings.ts';

export interface RankItem {
  readonly key: string;
  /** A glyph alone says nothing to a screen reader: give an emoji its name. */
  readonly name: ReactNode;
  readonly value: number;
  /** Small, after the number: a share. */
  readonly note?: string;
}

export interface RankBarsProps {
  /** The largest first. */
  readonly items: readonly RankItem[];
  /** What the list is: it has no heading of its own. */
  readonly label: string;
  readonly noun: string;
  readonly onPick?: ((key: string) => void) | undefined;
}

/** A top list with bars behind it. All of it is text, so it needs no table. */
export function RankBars({ items, label, noun, onPick }: RankBarsProps): ReactNode {
  const highest = Math.max(1, ...items.map(({ value }) => value));
  return (
    <ol className={styles['list']} aria-label={label}>
      {items.map((item) => (
        <li key={item.key}>
          {onPick === undefined ? (
            <div className={styles['row']}>
              <RankRow {...{ item, noun, highest }} />
            </div>
          ) : (
            <button type="button" className={styles['row']} onClick={() => onPick(item.key)}>
              <RankRow {...{ item, noun, highest }} />
            </button>
          )}
        </li>
      ))}
    </ol>
  );
}

interface RankRowProps {
  readonly item: RankItem;
  readonly noun: string;
  readonly highest: number;
}

function RankRow({ item: { name, value, note }, noun, highest }: RankRowProps): ReactNode {
  const { formats, texts } = useChartSettings();
  return (
    <>
      <span className={styles['name']}>{name}</span>
      <span title={formats.exact(value)}>
        <span aria-hidden="true">{formats.count(value)}</span>
        <span className="visually-hidden">{texts.amount(formats.exact(value), noun)}</span>
      </span>
      <small>{note}</small>
      <i style={{ width: `${(value / highest) * 100}%` }} />
    </>
  );
}
