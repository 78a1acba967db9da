import { useTranslation } from 'react-i18next';
import type { KpisAnswer } from '../live/protocol.ts';
import { useView } from '../url/use-view.ts';
import { useFormats } from '../use-formats.ts';
import { EmptyCard } from './empty-card.tsx';
import { KpiCard } from './kpi-card.tsx';
import { marginOf } from './kpi-model.ts';
import { shareText } from './share-text.ts';

/** Interactions by reach of the accounts' own posts; without accounts there are none. */
export function EngagementCard({ whole }: { readonly whole: KpisAnswer }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { count } = formats;
  const { parameters } = useView();
  const { engagement_rate: rate } = whole.kpis;
  if (rate.value === null && rate.n === 0)
    return <EmptyCard title={t('kpi.engagement')} detail={t('kpi.noAccounts')} />;
  const margin = marginOf(rate.interval);
  return (
    <KpiCard
      title={t('kpi.engagement')}
      kpi={rate}
      whole={whole}
      question={{ path: '/v1/kpis', filter: parameters.compared }}
      {...shareText(formats)}
      rules={{ kind: 'points', riseMeans: 'good', ...(margin !== undefined && { noise: margin }) }}
      note={
        margin === undefined
          ? t('kpi.posts', { n: count(rate.n) })
          : t('kpi.ownPosts', { n: count(rate.n), margin: (margin * 100).toFixed(2) })
      }
    />
  );
}
