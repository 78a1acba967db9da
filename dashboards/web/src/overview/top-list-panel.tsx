import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Breakdown } from '../../../../api/schemas/answers.ts';
import { useAnswer } from '../ask/use-answer.ts';
import { RankBars } from '../charts/rank-bars.tsx';
import { Answered } from '../parts/answered.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { Panel } from '../parts/panel.tsx';
import { SliceChip } from '../parts/slice-chip.tsx';
import type { TableModel } from '../parts/table-model.ts';
import { useFormats } from '../use-formats.ts';
import { useView } from '../url/use-view.ts';
import { VIEW } from '../url/view.ts';
import { writeUrl } from '../url/url-state.ts';
import { PanelHead } from './panel-head.tsx';

const EVERY_MS = 30_000;
const LIMIT = '8';
const HEIGHT = 220;

/** What texts have most: hashtags or emoji. Choosing one leads to the mentions with it. */
export function TopListPanel({ by }: { readonly by: 'hashtag' | 'emoji' }) {
  const { t } = useTranslation();
  const { count, percent } = useFormats();
  const { parameters } = useView();
  const [, navigate] = useLocation();
  const question = { path: '/v1/breakdown', filter: { ...parameters.mentions, by, limit: LIMIT } } as const;
  const answer = useAnswer<Breakdown>(question, { everyMs: EVERY_MS });
  const title = t(`top.${by}`);
  const open = (q: string): void => navigate(`/live${writeUrl(VIEW, window.location.search, { q })}`);
  return (
    <Panel>
      <Answered answer={answer} height={HEIGHT}>
        {({ data, of, sampled }) => (
          <>
            <PanelHead
              title={title}
              note={
                sampled === null ? t('top.of', { of: count(of) }) : t('top.newest', { newest: count(sampled.newest) })
              }
              question={question}
              tableOf={() => tableOf(title, data)}
            />
            <SliceChip />
            {data.length === 0 && <EmptyNote title={t('top.none')} />}
            <RankBars
              label={title}
              items={data.map(({ value, mentions, negative_share: negative }) => ({
                key: value,
                name: value,
                value: mentions,
                note: t('top.negative', { share: percent(negative) }),
              }))}
              noun={t('volume.allNoun')}
              onPick={by === 'hashtag' ? open : undefined}
            />
          </>
        )}
      </Answered>
    </Panel>
  );
}

function tableOf(caption: string, data: Breakdown['data']): TableModel {
  const names = ['value', 'mentions', 'share', 'negative_share'] as const;
  return {
    caption,
    columns: names.map((name) => ({ name, numeric: name !== 'value' })),
    rows: data.map((row) => ({ key: row.value, cells: names.map((name) => row[name]) })),
  };
}
