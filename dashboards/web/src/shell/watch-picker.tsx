import { useTranslation } from 'react-i18next';
import type { Watches } from '../../../../api/schemas/answers.ts';
import { useAnswer } from '../ask/use-answer.ts';
import { useFormats } from '../use-formats.ts';
import { MultiPicker } from '../parts/multi-picker.tsx';
import { useWatchCounts } from '../parts/use-watch-counts.ts';
import { useView } from '../url/use-view.ts';

const EVERY_MS = 60_000;

/** Which watches: what is listened for. */
export function WatchPicker() {
  const { t } = useTranslation();
  const { count, percent } = useFormats();
  const { view, change, parameters } = useView();
  const { watch: _watch, platform: _platform, ...filter } = parameters.scope;
  const { data } = useAnswer<Watches>({ path: '/v1/watches', filter }, { everyMs: EVERY_MS });
  const counted = useWatchCounts().answer.data?.data;
  const noteOf = (watch: string): string => {
    const found = counted?.find(({ value }) => value === watch);
    if (found === undefined) return counted === undefined ? '' : count(0);
    return t('filter.watchNote', { mentions: count(found.mentions), negative: percent(found.negative_share) });
  };
  const heard = (data?.data ?? []).map(({ watch }) => ({ id: watch, name: watch, note: noteOf(watch) }));
  const silent = view.watch.filter((watch) => heard.every(({ id }) => id !== watch));
  const [first, ...others] = view.watch;
  const some = others.length === 0 ? (first ?? '') : t('filter.watches', { first, others: others.length });
  return (
    <MultiPicker
      label={t('filter.watch')}
      shown={first === undefined ? t('filter.allWatches') : some}
      items={[...heard, ...silent.map((watch) => ({ id: watch, name: watch }))]}
      chosen={view.watch}
      onChoose={(watch) => change({ watch })}
    />
  );
}
