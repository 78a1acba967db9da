import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Mentions } from '../../../../api/schemas/answers.ts';
import { answerKey } from '../ask/answer-key.ts';
import { usePage } from '../page.ts';
import { Button } from '../parts/button.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { activeFilters, NO_FILTERS } from '../parts/filters.ts';
import { parametersOf } from '../url/parameters.ts';
import { useView } from '../url/use-view.ts';

/** Nothing was found: which of the filters kills the result, found out by leaving each of them out once. */
export function EmptyReason() {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { view, change, timeZone } = useView();
  const active = activeFilters(view);
  const without = useQueries({
    queries: active.map((filter) => {
      const { mentions } = parametersOf({ ...view, ...filter.without }, timeZone);
      const question = { path: '/v1/mentions', filter: { ...mentions, limit: '1' } } as const;
      return {
        queryKey: answerKey(question),
        queryFn: ({ signal }: { signal: AbortSignal }) => ask<Mentions>(question, signal),
      };
    }),
  });
  const killers = active.filter((_, index) => (without[index]?.data?.data.length ?? 0) > 0);
  const isAsking = without.some(({ isPending }) => isPending);
  if (active.length === 0) return <EmptyNote title={t('newest.none')} detail={t('mentions.nothing')} />;
  const detail = killers.length > 0 ? t('mentions.killers') : t(isAsking ? 'mentions.looking' : 'mentions.together');
  return (
    <EmptyNote title={t('mentions.noMatch')} detail={detail}>
      {killers.map(({ name, value, without: patch }) => (
        <Button key={`${name} ${value}`} onPress={() => change(patch)}>
          {t('mentions.without', { name: t(`filter.name.${name}`), value })}
        </Button>
      ))}
      <Button onPress={() => change(NO_FILTERS)}>{t('filter.clear')}</Button>
    </EmptyNote>
  );
}
