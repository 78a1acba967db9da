import { type KeyboardEvent, useDeferredValue, useRef } from 'react';
import { GridList, GridListItem } from 'react-aria-components/GridList';
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer';
import { useTranslation } from 'react-i18next';
import { Button } from '../parts/button.tsx';
import { MentionCard } from '../parts/mention-card.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { useHeldList } from '../parts/use-held-list.ts';
import { useShell } from '../shell/use-shell.ts';
import { useFormats } from '../use-formats.ts';
import { useView } from '../url/use-view.ts';
import { EmptyReason } from './empty-reason.tsx';
import css from './mention-list.module.css';
import { walkRows } from './walk-rows.ts';
import type { MentionRows } from './use-mention-rows.ts';

const ROW_PX = 92;
const HEIGHT = 480;

/** As many rows as there are, drawn only where one looks. New ones wait while somebody reads further down. */
export function MentionList({ found: { rows, pages } }: { readonly found: MentionRows }) {
  const { t } = useTranslation();
  const { count } = useFormats();
  const { areKeysOn } = useShell();
  const { change } = useView();
  const place = useRef<HTMLDivElement>(null);
  const { ref, shown, waiting, showNew, onScroll } = useHeldList<HTMLDivElement>(rows);
  // Rows come fifty a second: drawing them must not hold up a key or a click.
  const drawn = useDeferredValue(shown);
  const onKey = (event: KeyboardEvent): void => {
    if (areKeysOn) walkRows(event, place.current);
  };
  if (rows.length === 0) {
    if (pages.error !== null) return <ProblemNote failure={pages.error} onRetry={() => void pages.refetch()} />;
    return pages.isPending ? <Skeleton height={HEIGHT} /> : <EmptyReason />;
  }
  return (
    <div className={css.place} ref={place} onKeyDown={onKey}>
      {waiting > 0 && (
        <Button className={css.waiting} onPress={showNew}>
          {t('newest.waiting', { count: waiting, shown: count(waiting) })}
        </Button>
      )}
      {pages.error !== null && <ProblemNote failure={pages.error} onRetry={() => void pages.refetch()} />}
      <Virtualizer layout={ListLayout} layoutOptions={{ estimatedRowSize: ROW_PX }}>
        <GridList
          ref={ref}
          onScroll={onScroll}
          className={css.list}
          aria-label={t('nav.live')}
          disallowTypeAhead
          items={drawn}
          onAction={(id) => change({ mention: String(id) })}
        >
          {(mention) => (
            <GridListItem id={mention.id} textValue={`${mention.author}: ${mention.text}`} className={css.row}>
              <MentionCard mention={mention} />
            </GridListItem>
          )}
        </GridList>
      </Virtualizer>
      {pages.hasNextPage && (
        <Button className={css.more} isDisabled={pages.isFetchingNextPage} onPress={() => void pages.fetchNextPage()}>
          {t('mentions.older')}
        </Button>
      )}
    </div>
  );
}
