import { useTranslation } from 'react-i18next';
import { useFormats } from '../use-formats.ts';
import css from './kpi-card.module.css';
import type { Delta } from './kpi-model.ts';

const ARROWS = { up: '▲', down: '▼', same: '=' } as const;
const TONES = { good: css.good, bad: css.bad, neutral: '' } as const;

/** A tenth of a point: below it one digit would say that nothing changed. */
const FINE_BELOW = 0.001;

/** 1,000 %: from there on nobody reads a percentage. */
const MANIFOLD_FROM = 10;

export interface DeltaTextProps {
  readonly delta: Delta | undefined;
  readonly isCompared: boolean;
}

/** How a number changed, by arrow, word and colour. */
export function DeltaText({ delta, isCompared }: DeltaTextProps) {
  const { t } = useTranslation();
  const { count, percent } = useFormats();
  if (!isCompared) return <p className={css.delta}>{t('kpi.notCompared')}</p>;
  if (delta === undefined) return <p className={css.delta}>{t('kpi.noEarlier')}</p>;
  const { direction, tone, kind, size } = delta;
  const points = (): string => t('kpi.points', { points: (size * 100).toFixed(size < FINE_BELOW ? 2 : 1) });
  const part = (): string =>
    size < MANIFOLD_FROM ? percent(size) : t('kpi.times', { times: count(Math.round(1 + size)) });
  const amount = kind === 'part' ? part() : points();
  return (
    <p className={`${css.delta} ${TONES[tone]}`}>
      <span aria-hidden="true">{ARROWS[direction]} </span>
      <span className="visually-hidden">{t(`kpi.direction.${direction}`)} </span>
      {amount}
    </p>
  );
}
