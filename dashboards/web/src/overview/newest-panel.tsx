import { useTranslation } from 'react-i18next';
import { useTopic } from '../live/use-topic.ts';
import { usePage } from '../page.ts';
import { Answered } from '../parts/answered.tsx';
import { Button } from '../parts/button.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { activeFilters } from '../parts/filters.ts';
import { MentionCard } from '../parts/mention-card.tsx';
import { Panel } from '../parts/panel.tsx';
import { SliceChip } from '../parts/slice-chip.tsx';
import { useHeldList } from '../parts/use-held-list.ts';
import { useFormats } from '../use-formats.ts';
import { useView } from '../url/use-view.ts';
import css from './newest-panel.module.css';
import { useNewest } from './use-newest.ts';

const HEIGHT = 600;
const SHOWN = 50;

/** The newest mentions as they come. While somebody reads further down, new ones wait under a button. */
export function NewestPanel() {
  const { t } = useTranslation();
  const { count } = useFormats();
  const newest = useNewest();
  const { ref, shown, waiting, showNew, onScroll } = useHeldList<HTMLOListElement>(newest.items);
  return (
    <Panel className={css.panel}>
      <div className={css.head}>
        <h2>{t('newest.title')}</h2>
        <Rate />
        {newest.oneIn > 1 && <small>{t('newest.sampled', { oneIn: newest.oneIn })}</small>}
      </div>
      <SliceChip />
      {waiting > 0 && (
        <Button className={css.waiting} onPress={showNew}>
          {t('newest.waiting', { count: waiting, shown: count(waiting) })}
        </Button>
      )}
      <Answered answer={newest.answer} height={HEIGHT}>
        {() =>
          shown.length === 0 ? (
            !newest.answer.isPlaceholderData && <EmptyNote title={t('newest.none')} detail={t('newest.noneDetail')} />
          ) : (
            <ol className={css.list} ref={ref} onScroll={onScroll} tabIndex={0} aria-label={t('newest.title')}>
              {shown.slice(0, SHOWN).map((mention) => (
                <li key={mention.id}>
                  <MentionCard mention={mention} />
                </li>
              ))}
            </ol>
          )
        }
      </Answered>
    </Panel>
  );
}

/** How fast all of them come; of a part of them nobody counts. */
function Rate() {
  const { t } = useTranslation();
  const { live } = usePage();
  const { count } = useFormats();
  const { parameters, view } = useView();
  const [status] = useTopic(live.status, parameters.timeline);
  // Before the first one nobody knows how fast they come.
  if (typeof status?.behind_ms !== 'number' || activeFilters(view).length > 0) return null;
  return <small>{t('newest.rate', { rate: count(Math.round(status.mentions_per_s * 60)) })}</small>;
}
