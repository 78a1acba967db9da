import { useTranslation } from 'react-i18next';
import type { Heatmap, Meta } from '../../../../api/schemas/answers.ts';
import { useAnswer } from '../ask/use-answer.ts';
import { HeatMap } from '../charts/heat-map.tsx';
import { usePresent } from '../live/use-present.ts';
import { Answered } from '../parts/answered.tsx';
import { Panel } from '../parts/panel.tsx';
import { PanelMenu } from '../parts/panel-menu.tsx';
import type { TableModel } from '../parts/table-model.ts';
import { useView } from '../url/use-view.ts';
import { sliceText } from '../url/view.ts';
import { useFormats } from '../use-formats.ts';
import { daysOf } from './days-of.ts';
import { lastHourOf } from './last-hour-of.ts';

type Cell = Heatmap['data'][number];

const EVERY_MS = 60_000;
const HEIGHT = 200;
/** A week has to come round a few times before an hour of it means something. */
const RANGE = '28d';

/** When people talk: the mean hour of each weekday, over four weeks whatever period the page shows. */
export function HeatPanel() {
  const { t } = useTranslation();
  const present = usePresent();
  const { parameters, change } = useView();
  const { count, zone } = useFormats();
  const { range: _range, from: _from, to: _to, ...place } = parameters.scope;
  const question = { path: '/v1/heatmap', filter: { ...place, range: RANGE } } as const;
  const answer = useAnswer<Heatmap & { meta: Meta }>(question, { everyMs: EVERY_MS });
  const title = t('heat.title');
  return (
    <Panel>
      <Answered answer={answer} height={HEIGHT}>
        {({ data }) => (
          <HeatMap
            title={title}
            note={t('heat.note', { count: daysOf(data) })}
            cells={data}
            valueOf={({ n, mentions }) => (n === 0 ? null : mentions / n)}
            format={(value) => count(meanOf(value))}
            noun={t('heat.noun')}
            detailOf={({ n }) => t('heat.hours', { count: n })}
            onPick={(cell) => change({ slice: sliceText(lastHourOf(cell, zone, present())) })}
            actions={<PanelMenu title={title} question={question} tableOf={() => tableOf(title, data)} hasTable />}
          />
        )}
      </Answered>
    </Panel>
  );
}

/** Of a mean below 10 a tenth says something. */
function meanOf(value: number): number {
  return value < 10 ? Math.round(value * 10) / 10 : Math.round(value);
}

function tableOf(caption: string, cells: readonly Cell[]): TableModel {
  const names = ['weekday', 'hour', 'n', 'mentions', 'negative', 'negative_share'] as const;
  return {
    caption,
    columns: names.map((name) => ({ name })),
    rows: cells.map((cell) => ({ key: `${cell.weekday} ${cell.hour}`, cells: names.map((name) => cell[name]) })),
  };
}
