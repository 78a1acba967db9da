import { useTranslation } from 'react-i18next';
import type { Mention } from '../../../../api/schemas/answers.ts';
import { useFormats } from '../use-formats.ts';
import { Age } from './age.tsx';
import css from './mention-card.module.css';
import { Sentiment } from './sentiment.tsx';

/** A mention in a list: who, where, when, what, how. */
export function MentionCard({ mention }: { readonly mention: Mention }) {
  const { t } = useTranslation();
  const { count } = useFormats();
  return (
    <article className={css.card}>
      <div className={css.who}>
        <b>@{mention.author}</b>
        <span>{mention.platform}</span>
        <Age time={mention.time} />
      </div>
      <p lang={mention.lang} dir="auto">
        {mention.text}
      </p>
      <div className={css.meta}>
        <Sentiment mention={mention} />
        <span>{t('mention.reach', { reach: count(mention.reach) })}</span>
        {mention.late && <span>{t('mention.late')}</span>}
        <span className={css.watch}>{mention.watch}</span>
      </div>
    </article>
  );
}
