import { useTranslation } from 'react-i18next';
import { useKpis } from '../ask/use-live-answer.ts';
import type { KpisAnswer } from '../live/protocol.ts';
import { Answered } from '../parts/answered.tsx';
import { PanelBoundary } from '../parts/panel-boundary.tsx';
import { useView } from '../url/use-view.ts';
import { useFormats } from '../use-formats.ts';
import { EngagementCard } from './engagement-card.tsx';
import { KpiCard } from './kpi-card.tsx';
import { marginOf } from './kpi-model.ts';
import css from './kpi-row.module.css';
import { shareText } from './share-text.ts';
import { VoiceCard } from './voice-card.tsx';

const CARD_HEIGHT = 120;

/** The five numbers of the period. */
export function KpiRow() {
  const { t } = useTranslation();
  const { parameters, isLive } = useView();
  const answer = useKpis(parameters.compared, isLive);
  return (
    <section aria-label={t('kpi.label')}>
      <PanelBoundary>
        <Answered answer={answer} height={CARD_HEIGHT}>
          {(whole) => (
            <div className={css.row}>
              <HeardCards whole={whole} />
              <EngagementCard whole={whole} />
              <VoiceCard />
            </div>
          )}
        </Answered>
      </PanelBoundary>
    </section>
  );
}

function HeardCards({ whole }: { readonly whole: KpisAnswer }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { count, exact } = formats;
  const { parameters } = useView();
  const { mentions, negative_share: negative, reach } = whole.kpis;
  const margin = marginOf(negative.interval);
  const common = { whole, question: { path: '/v1/kpis', filter: parameters.compared } } as const;
  const counts = { valueText: count, exactText: exact };
  return (
    <>
      <KpiCard
        {...common}
        {...counts}
        title={t('kpi.mentions')}
        kpi={mentions}
        rules={{ kind: 'part', riseMeans: 'nothing' }}
        note={mentions.previous === null ? t('kpi.inPeriod') : t('kpi.before', { value: count(mentions.previous) })}
      />
      <KpiCard
        {...common}
        title={t('kpi.negativeShare')}
        kpi={negative}
        {...shareText(formats)}
        rules={{ kind: 'points', riseMeans: 'bad', noise: margin }}
        note={
          margin === undefined
            ? t('kpi.silent')
            : t('kpi.sample', { n: count(negative.n), margin: (margin * 100).toFixed(1) })
        }
      />
      <KpiCard
        {...common}
        {...counts}
        title={t('kpi.reach')}
        kpi={reach}
        rules={{ kind: 'part', riseMeans: 'good' }}
        note={t('kpi.platformReported')}
      />
    </>
  );
}
