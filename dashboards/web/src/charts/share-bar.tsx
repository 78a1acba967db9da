import type { ReactNode } from 'react';
import { ChartFrame, type FrameProps } from './chart-frame.tsx';
import { ChartTable } from './chart-table.tsx';
import { type ChartSettings, useChartSettings } from './settings.ts';
import styles from './share-bar.module.css';

export interface SharePart {
  readonly name: string;
  /** A custom property; `<color>-ink` is for the text on it. */
  readonly color: string;
  /** An amount; its share is of the sum of all. */
  readonly value: number;
}

export interface ShareBarProps extends FrameProps {
  /** What the parts are of. */
  readonly whole: string;
  readonly parts: readonly SharePart[];
}

interface Share extends SharePart {
  /** 0 of nothing. */
  readonly share: number;
}

/** Narrower segments have no room for their number; the legend has it. */
const LABEL_FROM = 0.11;

/** One bar of 100 %. */
export function ShareBar({ whole, parts, ...frame }: ShareBarProps): ReactNode {
  const settings = useChartSettings();
  const shares = sharesOf(parts);
  return (
    <ChartFrame
      {...frame}
      summary={summaryOf(shares, whole, settings)}
      table={() => <ShareTable title={frame.title} whole={whole} shares={shares} />}
    >
      <ul className={styles['parts']}>
        {shares.map(({ name, color, share }) => (
          <li key={name}>
            <i style={{ background: `var(${color})` }} />
            {name}
            <b>{settings.formats.percent(share)}</b>
          </li>
        ))}
      </ul>
      <Bar shares={shares} />
    </ChartFrame>
  );
}

function Bar({ shares }: { shares: readonly Share[] }): ReactNode {
  const { formats, texts } = useChartSettings();
  const segments = shares
    .filter(({ share }) => share > 0)
    .map((part) => ({ ...part, shown: formats.percent(part.share) }));
  const said = shares.map(({ name, share }) => texts.named(name, formats.percent(share)));
  const isEmpty = segments.length === 0;
  return (
    <span
      className={styles['bar']}
      data-empty={isEmpty}
      role="img"
      aria-label={isEmpty ? texts.noData : said.join(', ')}
    >
      {segments.map(({ name, color, share, shown }) => (
        <span
          key={name}
          className={styles['segment']}
          style={{ background: `var(${color})`, color: `var(${color}-ink)`, flexGrow: share }}
          title={texts.named(name, shown)}
        >
          {share >= LABEL_FROM && shown}
        </span>
      ))}
    </span>
  );
}

function ShareTable({ title, whole, shares }: { title: string; whole: string; shares: readonly Share[] }): ReactNode {
  const { formats, texts } = useChartSettings();
  const cells = shares.map(({ share, value }) => `${formats.percent(share)} (${formats.exact(value)})`);
  return (
    <ChartTable
      caption={title}
      columns={[{ name: texts.name }, ...shares.map(({ name }) => ({ name, numeric: true }))]}
      rows={[{ key: whole, cells: [whole, ...cells] }]}
    />
  );
}

/** The largest part, in words. */
function summaryOf(shares: readonly Share[], whole: string, { formats, texts }: ChartSettings): string {
  const [largest] = shares.toSorted((a, b) => b.share - a.share);
  if (largest === undefined || largest.share === 0) return '';
  return texts.largest(largest.name, formats.percent(largest.share), whole);
}

function sharesOf(parts: readonly SharePart[]): readonly Share[] {
  const total = parts.reduce((sum, { value }) => sum + value, 0);
  return parts.map((part) => ({ ...part, share: total > 0 ? part.value / total : 0 }));
}
