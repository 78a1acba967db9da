import { useTranslation } from 'react-i18next';
import { useStatus } from '../shell/use-status.ts';
import { FirstRun } from './first-run.tsx';
import { HeatPanel } from './heat-panel.tsx';
import { KpiRow } from './kpi-row.tsx';
import { ListFilters } from './list-filters.tsx';
import { NewestPanel } from './newest-panel.tsx';
import css from './overview.module.css';
import { TopListPanel } from './top-list-panel.tsx';
import { TopPostsPanel } from './top-posts-panel.tsx';
import { VolumePanel } from './volume-panel.tsx';
import { WatchesPanel } from './watches-panel.tsx';

/** S1: how it stands, at a glance. */
export function Overview() {
  const { t } = useTranslation();
  const { data: status } = useStatus();
  const isEmpty = status !== undefined && status.timelines.length === 0;
  return (
    <>
      <h1 className="visually-hidden">{t('nav.overview')}</h1>
      {isEmpty ? <FirstRun /> : <Panels />}
    </>
  );
}

function Panels() {
  return (
    <>
      <ListFilters />
      <KpiRow />
      <div className={css.columns}>
        <div className={css.charts}>
          <VolumePanel />
          <WatchesPanel />
          <div className={css.pair}>
            <HeatPanel />
            <TopListPanel by="hashtag" />
          </div>
          <div className={css.pair}>
            <TopPostsPanel />
            <TopListPanel by="emoji" />
          </div>
        </div>
        <NewestPanel />
      </div>
    </>
  );
}
