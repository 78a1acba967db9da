import { useTranslation } from 'react-i18next';
import type { Mention } from '../../../../api/schemas/answers.ts';
import { ShareBars } from '../charts/share-bars.tsx';
import { score } from '../parts/score.ts';
import { Sentiment } from '../parts/sentiment.tsx';
import css from './mention-drawer.module.css';

const CLASSES = ['negative', 'neutral', 'positive'] as const;

/** How much of the text speaks for each class, and the rule that makes a class of it. */
export function SentimentReason({ mention }: { readonly mention: Mention }) {
  const { t } = useTranslation();
  return (
    <section>
      <ShareBars
        title={t('why.title')}
        level={3}
        parts={CLASSES.map((name) => ({ name: t(`sentiment.${name}`), color: `--${name}` }))}
        rows={[{ key: 'text', name: t('why.row'), values: CLASSES.map((name) => mention[name]) }]}
      />
      <p className={css.why}>
        {t('why.compound', { score: score(mention.compound) })} <Sentiment mention={mention} />
      </p>
      <p className={css.why}>{t('why.rule')}</p>
    </section>
  );
}
