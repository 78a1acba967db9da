import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Series } from '../../../../api/schemas/answers.ts';
import { useSeries } from '../ask/use-live-answer.ts';
import { TimeChart, type TimeChartHandle } from '../charts/time-chart.tsx';
import type { Filter, SeriesAnswer } from '../live/protocol.ts';
import { usePresent } from '../live/use-present.ts';
import { usePage } from '../page.ts';
import { Answered } from '../parts/answered.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { Panel } from '../parts/panel.tsx';
import { PanelMenu } from '../parts/panel-menu.tsx';
import type { TableModel } from '../parts/table-model.ts';
import { useView } from '../url/use-view.ts';
import { sliceText } from '../url/view.ts';
import { useFormats } from '../use-formats.ts';
import { intervalFor } from './interval-for.ts';

type Point = Series['data'][number]['points'][number];

const HEIGHT = 268;
const NO_POINTS: readonly Point[] = [];

/** Mentions over time and how many of them were negative. A bucket narrows the lists, a brush the whole page. */
export function VolumePanel() {
  const present = usePresent();
  const { view, parameters, isLive } = useView();
  const interval = intervalFor(view, present());
  const filter = useMemo(() => ({ ...parameters.scope, interval }), [parameters.scope, interval]);
  const answer = useSeries(filter, isLive);
  return (
    <Panel>
      <Answered answer={answer} height={HEIGHT}>
        {(data) => <VolumeChart data={data} filter={filter} />}
      </Answered>
    </Panel>
  );
}

interface VolumeChartProps {
  readonly data: SeriesAnswer;
  readonly filter: Filter;
}

function VolumeChart({ data, filter }: VolumeChartProps) {
  const { t } = useTranslation();
  const { time } = useFormats();
  const { live } = usePage();
  const { change, isLive } = useView();
  const chart = useRef<TimeChartHandle<Point>>(null);
  const series = useVolumeSeries();
  const title = t('volume.title');
  const points = data.data[0]?.points ?? NO_POINTS;
  const until = data.complete_until;
  useEffect(() => {
    if (!isLive) return undefined;
    const topic = live.series(filter);
    // Points go to the drawing and past React, which hears of them once a second.
    return topic.listen(() => {
      const shown = topic.shown();
      if (shown !== undefined) chart.current?.update(shown.data, shown.meta);
    });
  }, [live, filter, isLive]);
  const menu = (
    <PanelMenu
      title={title}
      question={{ path: '/v1/series', filter }}
      tableOf={() => tableOf(title, points)}
      hasTable
    />
  );
  if (points.length === 0) return <EmptyNote title={t('volume.none')} detail={t('volume.noneDetail')} />;
  return (
    <TimeChart
      ref={chart}
      title={title}
      note={[
        t(`volume.per.${data.interval}`),
        ...(until === null ? [] : [t('volume.completeUntil', { time: time(Date.parse(until)) })]),
      ].join(' · ')}
      actions={menu}
      series={series}
      groups={data.data}
      period={data.meta}
      onRange={({ from, to }) => change({ range: undefined, from: isoOf(from), to: isoOf(to), slice: undefined })}
      onPick={(bucket) => change({ slice: sliceText(bucket) })}
    />
  );
}

function useVolumeSeries() {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        name: t('volume.all'),
        noun: t('volume.allNoun'),
        color: '--category-1',
        area: true,
        valueOf: ({ mentions }: Point) => mentions,
      },
      {
        name: t('sentiment.negative'),
        color: '--negative',
        area: true,
        valueOf: ({ negative }: Point) => negative,
      },
    ],
    [t],
  );
}

function isoOf(instant: number): string {
  return new Date(instant).toISOString();
}

/** Everything a bucket knows, for spreadsheets: times as UTC, as the API writes them. */
function tableOf(caption: string, points: readonly Point[]): TableModel {
  const numbers = ['mentions', 'positive', 'neutral', 'negative', 'reach'] as const;
  return {
    caption,
    columns: ['start', 'end', 'complete', ...numbers].map((name) => ({ name })),
    rows: points.map((point) => ({
      key: point.start,
      cells: [point.start, point.end, String(point.complete), ...numbers.map((name) => point[name])],
    })),
  };
}
