import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import css from './source-note.module.css';
import { useStatus } from './use-status.ts';

/** Sources that are not live: what is on the page is a part, and this says which and why. When they are, everything is asked again. */
export function SourceNote() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { data } = useStatus();
  const wasPartial = useRef(false);
  const sources = data?.pipeline.sources ?? [];
  const away = sources.filter(({ state }) => state !== 'live');
  const isPartial = away.length > 0;
  useEffect(() => {
    if (wasPartial.current && !isPartial) void queries.invalidateQueries();
    wasPartial.current = isPartial;
  }, [isPartial, queries]);
  if (!isPartial) return null;
  return (
    <p className={css.note}>
      <strong>{t('source.partial', { live: sources.length - away.length, count: sources.length })}</strong>{' '}
      {away.map(({ source, state, detail }) => t('source.away', { source, state, detail })).join(' · ')}
    </p>
  );
}
