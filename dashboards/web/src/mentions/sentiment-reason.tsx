import { useTranslation } from 'react-i18next';
import type { Mention } from '../../../../api/schemas/answers.ts';
import { ShareBar } from '../charts/share-bar.tsx';
import { score } from '../parts/score.ts';
import { Sentiment } from '../parts/sentiment.tsx';
import css from './mention-drawer.module.css';

const CLASSES = ['negative', 'neutral', 'positive'] as const;

/** How much of the text speaks for each class, and the rule that makes a class of it. */
export function SentimentReason({ mention }: { readonly mention: Mention }) {
  const { t } = useTranslation();
  return (
    <section>
      <ShareBar
        title={t('why.title')}
        level={3}
        whole={t('why.row')}
        parts={CLASSES.map((name) => ({ name: t(`sentiment.${name}`), color: `--${name}`, value: mention[name] }))}
      />
      <p className={css.why}>
        {t('why.compound', { score: score(mention.compound) })} <Sentiment mention={mention} />
      </p>
      <p className={css.why}>{t('why.rule')}</p>
    </section>
  );
}
