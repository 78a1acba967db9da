import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Kpi } from '../../../../api/schemas/answers.ts';
import type { Question } from '../ask/ask.ts';
import { Sparkline } from '../charts/sparkline.tsx';
import type { KpisAnswer } from '../live/protocol.ts';
import { PanelMenu } from '../parts/panel-menu.tsx';
import type { TableModel } from '../parts/table-model.ts';
import { DeltaText } from './delta-text.tsx';
import { type DeltaRules, deltaOf, stepsOf } from './kpi-model.ts';
import css from './kpi-card.module.css';

export interface KpiCardProps {
  readonly title: string;
  readonly kpi: Kpi;
  /** The answer that the card is part of. */
  readonly whole: KpisAnswer;
  readonly question: Question;
  readonly rules: DeltaRules;
  readonly note: string;
  /** The number as it is read, and exactly. */
  valueText(value: number): string;
  exactText?(value: number): string;
  /** Other than the course of the number. */
  tableOf?(): TableModel;
}

/** One number with its change, its course and what it rests on. */
export function KpiCard(props: KpiCardProps) {
  const { title, kpi, whole, question, rules, note, valueText, exactText = valueText } = props;
  const { t } = useTranslation();
  const id = useId();
  const courseOf = (): TableModel => ({
    caption: title,
    columns: [
      { name: t('table.from'), isTime: true },
      { name: title, numeric: true, textOf: exactText },
    ],
    rows: stepsOf(kpi, whole).map(({ start, value }) => ({ key: start, cells: [start, value] })),
  });
  return (
    <section className={css.card} aria-labelledby={id}>
      <h2 className={css.name} id={id}>
        {title}
      </h2>
      <div className={css.menu}>
        <PanelMenu title={title} question={question} tableOf={props.tableOf ?? courseOf} />
      </div>
      <p className={css.value}>
        {kpi.value === null ? (
          <span className={css.none}>{t('kpi.nothing')}</span>
        ) : (
          <span title={exactText(kpi.value)}>{valueText(kpi.value)}</span>
        )}
      </p>
      <div className={css.spark}>
        <Sparkline values={kpi.sparkline} />
      </div>
      <DeltaText delta={deltaOf(kpi, rules)} isCompared={whole.previous !== undefined} />
      <p className={css.note}>{note}</p>
    </section>
  );
}
