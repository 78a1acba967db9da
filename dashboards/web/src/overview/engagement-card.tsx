import { useTranslation } from 'react-i18next';
import type { Posts } from '../../../../api/schemas/answers.ts';
import { useAnswer } from '../ask/use-answer.ts';
import type { KpisAnswer } from '../live/protocol.ts';
import { useView } from '../url/use-view.ts';
import { useFormats } from '../use-formats.ts';
import { EmptyCard } from './empty-card.tsx';
import { KpiCard } from './kpi-card.tsx';
import { marginOf } from './kpi-model.ts';
import { shareText } from './share-text.ts';

/** Longer than anything is kept. */
const EVER = '1000w';

/** Interactions by reach of the accounts' own posts; without accounts there are none. */
export function EngagementCard({ whole }: { readonly whole: KpisAnswer }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { count } = formats;
  const { view, parameters } = useView();
  const { engagement_rate: rate } = whole.kpis;
  if (rate.value === null && rate.n === 0) return <NoEngagement />;
  // Watches choose what others say, and posts are one's own.
  const isNarrowed = view.watch.length > 0;
  const margin = marginOf(rate.interval);
  return (
    <KpiCard
      title={t('kpi.engagement')}
      kpi={rate}
      whole={whole}
      question={{ path: '/v1/kpis', filter: parameters.compared }}
      {...shareText(formats)}
      rules={{ kind: 'points', riseMeans: 'good', noise: margin }}
      note={
        margin === undefined
          ? t(isNarrowed ? 'kpi.allPosts' : 'kpi.posts', { n: count(rate.n) })
          : t(isNarrowed ? 'kpi.allSample' : 'kpi.ownPosts', { n: count(rate.n), margin: (margin * 100).toFixed(2) })
      }
    />
  );
}

/** Nothing in the period, or nothing ever: only the second is a reason to connect an account. */
function NoEngagement() {
  const { t } = useTranslation();
  const { timeline } = useView().parameters;
  const { data } = useAnswer<Posts>({ path: '/v1/posts', filter: { ...timeline, range: EVER, limit: '1' } });
  const detail = data === undefined ? '' : t(data.data.length > 0 ? 'kpi.noPosts' : 'kpi.noAccounts');
  return <EmptyCard title={t('kpi.engagement')} detail={detail} />;
}
