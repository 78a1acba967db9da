import { useTranslation } from 'react-i18next';
import { Panel } from '../parts/panel.tsx';
import { useView } from '../url/use-view.ts';
import { ActiveFilters } from './active-filters.tsx';
import { ExportMenu } from './export-menu.tsx';
import { FacetRail } from './facet-rail.tsx';
import css from './live-mentions.module.css';
import { MentionDrawer } from './mention-drawer.tsx';
import { MentionList } from './mention-list.tsx';
import { SearchBox } from './search-box.tsx';
import { useMentionRows } from './use-mention-rows.ts';

/** S2: every mention that the filters leave, the newest on top. */
export function LiveMentions() {
  const { t } = useTranslation();
  const { view } = useView();
  const found = useMentionRows();
  return (
    <div className={css.screen}>
      <FacetRail />
      <Panel className={css.main}>
        <div className={css.head}>
          <h1>{t('nav.live')}</h1>
          {found.oneIn > 1 && <small>{t('newest.sampled', { oneIn: found.oneIn })}</small>}
          <SearchBox key={`${view.q} ${view.author}`} />
          <ExportMenu />
        </div>
        <ActiveFilters />
        <MentionList found={found} />
      </Panel>
      <MentionDrawer rows={found.rows} />
    </div>
  );
}
