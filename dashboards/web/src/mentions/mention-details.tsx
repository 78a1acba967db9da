import { useTranslation } from 'react-i18next';
import type { Mention } from '../../../../api/schemas/answers.ts';
import { usePage } from '../page.ts';
import { Button } from '../parts/button.tsx';
import { WebLink } from '../parts/web-link.tsx';
import { useView } from '../url/use-view.ts';
import { useFormats } from '../use-formats.ts';
import css from './mention-drawer.module.css';
import { SentimentReason } from './sentiment-reason.tsx';

/** Every field of a mention, why it was scored so, and where to go from here. */
export function MentionDetails({ mention }: { readonly mention: Mention }) {
  const { t } = useTranslation();
  const { ambient } = usePage();
  const { exact, dateTime } = useFormats();
  const { change } = useView();
  const { author, lang, platform, text, time, url, watch } = mention;
  const fields = [
    [t('filter.name.author'), `@${author}`],
    [t('filter.name.platform'), platform],
    [t('mention.time'), `${dateTime(Date.parse(time))} · ${time}`],
    [t('filter.name.lang'), lang === '' ? t('facet.none') : lang],
    [t('filter.name.watch'), watch],
    [t('kpi.reach'), exact(mention.reach)],
    [t('mention.nativeId'), mention.native_id],
    ...(mention.late ? [[t('mention.late'), t('mention.lateDetail')] as const] : []),
  ] as const;
  const json = JSON.stringify(mention, null, 2);
  return (
    <>
      <p className={css.text} lang={lang} dir="auto">
        {text}
      </p>
      <dl className={css.fields}>
        {fields.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className={css.actions}>
        <WebLink url={url}>{t('mention.open', { platform })}</WebLink>
        <Button onPress={() => change({ author, mention: undefined })}>{t('mention.onlyAuthor')}</Button>
      </div>
      <SentimentReason mention={mention} />
      <details>
        <summary>{t('mention.json')}</summary>
        <Button onPress={() => void ambient.copy(json)}>{t('mention.copyJson')}</Button>
        <pre className={css.json}>{json}</pre>
      </details>
    </>
  );
}
