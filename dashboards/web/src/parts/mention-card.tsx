import { useTranslation } from 'react-i18next';
import type { Mention } from '../../../../api/schemas/answers.ts';
import { useFormats } from '../use-formats.ts';
import css from './mention-card.module.css';
import { Sentiment } from './sentiment.tsx';
import { useAge } from './use-age.ts';

export interface MentionCardProps {
  readonly mention: Mention;
  readonly now: number;
}

/** A mention in a list: who, where, when, what, how. */
export function MentionCard({ mention, now }: MentionCardProps) {
  const { t } = useTranslation();
  const { count, dateTime } = useFormats();
  const age = useAge();
  const at = Date.parse(mention.time);
  return (
    <article className={css.card}>
      <div className={css.who}>
        <b>@{mention.author}</b>
        <span>{mention.platform}</span>
        <time dateTime={mention.time} title={dateTime(at)}>
          {age(now - at)}
        </time>
      </div>
      <p lang={mention.lang} dir="auto">
        {mention.text}
      </p>
      <div className={css.meta}>
        <Sentiment mention={mention} />
        <span>{t('mention.reach', { reach: count(mention.reach) })}</span>
        <span className={css.watch}>{mention.watch}</span>
      </div>
    </article>
  );
}
