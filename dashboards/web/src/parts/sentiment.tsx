import { useTranslation } from 'react-i18next';
import type { Mention } from '../../../../api/schemas/answers.ts';
import { score } from './score.ts';
import css from './sentiment.module.css';

const ICONS = { positive: '▲', neutral: '●', negative: '▼' } as const;

/** A class of sentiment by word, icon and colour, with how much of the text speaks for it. */
export function Sentiment({ mention }: { readonly mention: Mention }) {
  const { t } = useTranslation();
  const name = mention.class;
  return (
    <span className={`${css.sentiment} ${css[name]}`} title={t('sentiment.scoreTitle')}>
      <span aria-hidden="true">{ICONS[name]} </span>
      {t(`sentiment.${name}`)} <span className={css.score}>{score(mention.compound)}</span>
    </span>
  );
}
