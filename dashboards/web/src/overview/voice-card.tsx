import { useTranslation } from 'react-i18next';
import { useKpis } from '../ask/use-live-answer.ts';
import type { KpisAnswer } from '../live/protocol.ts';
import type { TableModel } from '../parts/table-model.ts';
import { useView } from '../url/use-view.ts';
import { useFormats } from '../use-formats.ts';
import { EmptyCard } from './empty-card.tsx';
import { KpiCard } from './kpi-card.tsx';
import { voiceOf } from './kpi-model.ts';
import { shareText } from './share-text.ts';

/** The share of one watch among all: of itself alone it would always be everything, so this asks without the watch. */
export function VoiceCard() {
  const { t } = useTranslation();
  const formats = useFormats();
  const { view, parameters, isLive } = useView();
  const isOne = view.watch.length === 1;
  const { watch: _watch, ...everybody } = parameters.compared;
  const filter = isOne ? everybody : parameters.compared;
  const { data: whole } = useKpis(filter, isLive);
  const voice = whole && voiceOf(whole, view.watch);
  if (whole === undefined || voice === undefined) {
    return <EmptyCard title={t('kpi.voice')} detail={whole === undefined ? '' : t('kpi.silent')} />;
  }
  return (
    <KpiCard
      title={t('kpi.voiceOf', { watch: voice.watch })}
      kpi={voice}
      whole={whole}
      question={{ path: '/v1/kpis', filter }}
      {...shareText(formats)}
      rules={{ kind: 'points', riseMeans: 'nothing' }}
      note={t('kpi.ofWatches', { count: whole.kpis.share_of_voice.length })}
      tableOf={() => tableOf(t('kpi.voice'), whole, shareText(formats).exactText)}
    />
  );
}

/** All watches: one of them says nothing without the others. */
function tableOf(caption: string, { kpis }: KpisAnswer, textOf: (share: number) => string): TableModel {
  const shares = ['value', 'previous', 'delta'] as const;
  return {
    caption,
    columns: [
      { name: 'watch' },
      { name: 'mentions', numeric: true },
      ...shares.map((name) => ({ name: name === 'value' ? 'share' : name, numeric: true, textOf })),
    ],
    rows: kpis.share_of_voice.map((voice) => ({
      key: voice.watch,
      cells: [voice.watch, voice.mentions, ...shares.map((name) => voice[name])],
    })),
  };
}
