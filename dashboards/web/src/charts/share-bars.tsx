import type { ReactNode } from 'react';
import { ChartFrame, type FrameProps } from './chart-frame.tsx';
import { ChartTable } from './chart-table.tsx';
import { type ChartSettings, useChartSettings } from './settings.ts';
import styles from './share-bars.module.css';

export interface SharePart {
  readonly name: string;
  /** A custom property; `<color>-ink` is for the text on it. */
  readonly color: string;
}

export interface ShareRow {
  readonly key: string;
  readonly name: string;
  /** Small, at the right: "n = 18,204". */
  readonly note?: string;
  /** Amounts, one for each part; their shares are of their sum. */
  readonly values: readonly number[];
}

export interface ShareBarsProps extends FrameProps {
  readonly parts: readonly SharePart[];
  readonly rows: readonly ShareRow[];
  /** Their names can be chosen. Segments cannot: the small ones would be too small to hit. */
  readonly onPickRow?: ((key: string) => void) | undefined;
  readonly onPickPart?: ((index: number) => void) | undefined;
}

/** Narrower segments have no room for their number; the legend or the table has it. */
const LABEL_FROM = 0.11;

/** Each row is 100 %. */
export function ShareBars({ parts, rows, onPickRow, onPickPart, ...frame }: ShareBarsProps): ReactNode {
  const settings = useChartSettings();
  const [only, ...others] = rows;
  return (
    <ChartFrame
      {...frame}
      summary={rows.flatMap((row) => sentenceOf(row, parts, settings)).join(' ')}
      table={() => <ShareTable title={frame.title} parts={parts} rows={rows} />}
    >
      <ul className={styles['parts']}>
        {parts.map(({ name, color }, index) => (
          <li key={name}>
            <Choice onPick={onPickPart && (() => onPickPart(index))}>
              <i style={{ background: `var(${color})` }} />
              {name}
              {only !== undefined && others.length === 0 && <b>{settings.formats.percent(shareOf(only, index))}</b>}
            </Choice>
          </li>
        ))}
      </ul>
      <div className={styles['container']}>
        <ul className={styles['rows']} data-single={others.length === 0}>
          {rows.map((row) => (
            <li key={row.key}>
              {others.length > 0 && (
                <Choice onPick={onPickRow && (() => onPickRow(row.key))}>
                  <span className={styles['name']}>{row.name}</span>
                </Choice>
              )}
              <Bar row={row} parts={parts} />
              {row.note !== undefined && <small>{row.note}</small>}
            </li>
          ))}
        </ul>
      </div>
    </ChartFrame>
  );
}

function Choice({ onPick, children }: { onPick: (() => void) | undefined; children: ReactNode }): ReactNode {
  if (onPick === undefined) return <span className={styles['choice']}>{children}</span>;
  return (
    <button type="button" className={styles['choice']} onClick={onPick}>
      {children}
    </button>
  );
}

function Bar({ row, parts }: { row: ShareRow; parts: readonly SharePart[] }): ReactNode {
  const { formats, texts } = useChartSettings();
  const shares = parts.map((_, index) => shareOf(row, index));
  const said = parts.map(({ name }, index) => texts.named(name, formats.percent(shares[index] ?? 0)));
  const isEmpty = totalOf(row) === 0;
  return (
    <span
      className={styles['bar']}
      data-empty={isEmpty}
      role="img"
      aria-label={isEmpty ? texts.noData : said.join(', ')}
    >
      {parts.map(({ name, color }, index) => {
        const share = shares[index] ?? 0;
        const look = { background: `var(${color})`, color: `var(${color}-ink)`, flexGrow: share };
        return (
          share > 0 && (
            <span key={name} className={styles['segment']} style={look} title={said[index]}>
              {share >= LABEL_FROM && formats.percent(share)}
            </span>
          )
        );
      })}
    </span>
  );
}

function ShareTable({ title, parts, rows }: { title: string } & Pick<ShareBarsProps, 'parts' | 'rows'>): ReactNode {
  const { formats, texts } = useChartSettings();
  const cells = (row: ShareRow): string[] =>
    parts.map((_, index) => `${formats.percent(shareOf(row, index))} (${formats.exact(row.values[index] ?? 0)})`);
  return (
    <ChartTable
      caption={title}
      columns={[{ name: texts.name }, ...parts.map(({ name }) => ({ name, numeric: true }))]}
      rows={rows.map((row) => ({ key: row.key, cells: [row.name, ...cells(row)] }))}
    />
  );
}

/** The largest part of a row, in words. */
function sentenceOf(row: ShareRow, parts: readonly SharePart[], { formats, texts }: ChartSettings): string[] {
  const index = row.values.indexOf(Math.max(...row.values));
  const part = parts[index];
  if (part === undefined || totalOf(row) === 0) return [];
  return [texts.largest(part.name, formats.percent(shareOf(row, index)), row.name)];
}

function totalOf({ values }: ShareRow): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** 0 of nothing. */
function shareOf(row: ShareRow, index: number): number {
  const total = totalOf(row);
  return total > 0 ? (row.values[index] ?? 0) / total : 0;
}
