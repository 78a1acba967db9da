import { type Static, type TProperties, Type } from 'typebox';
import { INTERVALS } from '../period.ts';
import { CLASSES } from './parameters.ts';

const count = (description?: string) => Type.Integer({ minimum: 0, ...(description !== undefined && { description }) });
const instant = (description?: string) =>
  Type.String({ format: 'date-time', ...(description !== undefined && { description }) });

/** `type: [T, null]`: smaller in the document, and faster to write, than a union. */
function nullable<T>(type: 'number' | 'integer' | 'string', more: object = {}) {
  return Type.Unsafe<T | null>({ type: [type, 'null'], ...more });
}
const number = (description: string) => nullable<number>('number', { description });
export const instantOrNull = (description: string) => nullable<string>('string', { format: 'date-time', description });

export const meta = Type.Object({
  rows_read: count('Rows that the store read for this answer.'),
  elapsed_ms: Type.Number({ minimum: 0 }),
  watermark: instantOrNull('Windows that end before are complete.'),
  timeline: Type.String(),
  tz: Type.String(),
  from: instant('As used: whole minutes.'),
  to: instant(),
});
export type Meta = Static<typeof meta>;

/** What a query function answers; the route adds `meta`. */
export function withMeta<T extends TProperties>(properties: T) {
  return Type.Object({ ...properties, meta });
}

const period = Type.Object({ from: instant(), to: instant() });

export const problem = Type.Object(
  {
    type: Type.String({ description: '`/problems/` and the code.' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    instance: Type.String(),
    code: Type.String({ description: 'Stable; new ones may come.' }),
    request_id: Type.String(),
    errors: Type.Optional(Type.Array(Type.Object({ pointer: Type.String(), detail: Type.String() }))),
  },
  { $id: 'Problem', description: 'RFC 9457.' },
);

const kpi = {
  value: number('Null where there is nothing to divide.'),
  previous: number(
    'Of the period compared with. Null without comparison, where that period is empty, and where the data of the timeline begins later than it.',
  ),
  delta: number('value - previous.'),
  sparkline: Type.Array(nullable<number>('number'), { maxItems: 24, description: 'Null: no data in that step.' }),
};

export const kpis = {
  kpis: Type.Object({
    mentions: Type.Object(kpi),
    negative_share: Type.Object({
      ...kpi,
      n: count('Mentions that the share is of.'),
      interval: Type.Unsafe<readonly [number, number] | null>({
        type: ['array', 'null'],
        items: { type: 'number' },
        description: '95 %, Wilson.',
      }),
    }),
    reach: Type.Object(kpi),
    authors: Type.Optional(
      Type.Object(kpi, {
        description: 'With include=authors. Different ones in the whole period; mentions without one count as none.',
      }),
    ),
    engagement_rate: Type.Object(
      {
        ...kpi,
        n: count('Posts published in the period.'),
        interval: Type.Unsafe<readonly [number, number] | null>({
          type: ['array', 'null'],
          items: { type: 'number' },
          description: '95 %; null with less than five days of accounts to estimate it from.',
        }),
      },
      {
        description:
          'Interactions / reach gained by the posts of accounts in the hours that begin in the period; `watch` does not matter.',
      },
    ),
    share_of_voice: Type.Array(Type.Object({ watch: Type.String(), mentions: count(), ...kpi }), {
      description: 'Of the mentions of the watches asked for; largest first.',
    }),
  }),
  sparkline_step_s: count('Length of a step of the sparklines; the first begins at `sparkline_from`.'),
  sparkline_from: instant(),
  previous: Type.Optional(Type.Object(period.properties, { description: 'The period compared with.' })),
};
export type Kpis = Static<TObjectOf<typeof kpis>>;
export type Kpi = Kpis['kpis']['mentions'];

const point = Type.Object({
  start: instant(),
  end: instant(),
  complete: Type.Boolean({ description: 'False: the bucket may still grow in the ordinary way.' }),
  mentions: count(),
  positive: count(),
  neutral: count(),
  negative: count(),
  reach: nullable<number>('integer', { description: 'Null where it is broken down by class: windows do not know it.' }),
});
export const groups = Type.Array(
  Type.Object({
    group: nullable<string>('string', { description: 'A value of the breakdown; null without one.' }),
    points: Type.Array(point, { description: 'Buckets without data are absent: gaps are gaps.' }),
  }),
);

export const series = {
  interval: Type.Enum([...INTERVALS]),
  complete_until: instantOrNull('Buckets that end before are complete.'),
  data: groups,
  previous: Type.Optional(
    Type.Object(
      { ...period.properties, data: groups },
      { description: 'The period compared with; `data` is empty where the data of the timeline begins later than it.' },
    ),
  ),
};
export type Series = Static<TObjectOf<typeof series>>;
export type Groups = Series['data'];

export const mention = Type.Object({
  id: Type.String(),
  native_id: Type.String({ description: 'As the platform calls it.' }),
  watch: Type.String(),
  platform: Type.String(),
  time: instant(),
  author: Type.String(),
  url: Type.String(),
  lang: Type.String(),
  text: Type.String(),
  reach: count(),
  class: Type.Enum([...CLASSES]),
  positive: Type.Number(),
  neutral: Type.Number(),
  negative: Type.Number(),
  compound: Type.Number(),
  late: Type.Boolean({ description: 'It came beyond the horizon: no window counts it.' }),
});
export type Mention = Static<typeof mention>;

export const oneMention = { data: mention };

export const mentions = {
  data: Type.Array(mention),
  page: Type.Object({ next_cursor: nullable<string>('string'), has_more: Type.Boolean() }),
};
export type Mentions = Static<TObjectOf<typeof mentions>>;

const lastKnown = () =>
  nullable<number>('integer', { minimum: 0, description: 'As last known; null: the platform never said.' });

const post = Type.Object({
  post_id: Type.String(),
  native_id: Type.String({ description: 'As the platform calls it.' }),
  platform: Type.String(),
  account: Type.String(),
  time: instant(),
  url: Type.String(),
  lang: Type.String(),
  text: Type.String(),
  likes: lastKnown(),
  comments: lastKnown(),
  shares: lastKnown(),
  views: lastKnown(),
  reach: lastKnown(),
  interactions: nullable<number>('integer', {
    minimum: 0,
    description: 'Likes, comments and shares, those of them that are known; null: none is.',
  }),
  engagement_rate: number('interactions / reach; null without either.'),
  observed: instantOrNull('When its counters were last read; null: never.'),
  late: Type.Boolean({ description: 'It came beyond the horizon: no window counts it.' }),
});
export type Post = Static<typeof post>;

export const posts = {
  data: Type.Array(post),
  page: Type.Object({ next_cursor: nullable<string>('string'), has_more: Type.Boolean() }),
};
export type Posts = Static<TObjectOf<typeof posts>>;

export const heatmap = {
  data: Type.Array(
    Type.Object({
      weekday: Type.Integer({ minimum: 1, maximum: 7, description: 'Monday is 1.' }),
      hour: Type.Integer({ minimum: 0, maximum: 23 }),
      n: count('Hours of the period in this cell that have data.'),
      mentions: count(),
      negative: count(),
      negative_share: number('Null without mentions.'),
    }),
    { description: 'All 168 cells, Monday 0 h first.' },
  ),
};
export type Heatmap = Static<TObjectOf<typeof heatmap>>;

export const breakdown = {
  data: Type.Array(
    Type.Object({
      value: Type.String({ description: 'Of the language: empty where none is known.' }),
      mentions: Type.Integer({ minimum: 1 }),
      share: Type.Number({ description: 'mentions / of; hashtags and emoji of one mention overlap.' }),
      negative_share: Type.Number(),
    }),
    { description: 'Most mentions first.' },
  ),
  of: count('Mentions that the shares are of. Late ones are in none.'),
  sampled: Type.Unsafe<{ readonly newest: number } | null>({
    type: ['object', 'null'],
    properties: { newest: { type: 'integer' } },
    required: ['newest'],
    description: 'Only so many of the newest mentions of the period and the watches were looked at; null: all.',
  }),
};
export type Breakdown = Static<TObjectOf<typeof breakdown>>;

const terms = Type.Array(Type.String());
type WatchRules = Readonly<Record<'any' | 'all' | 'none', readonly string[]>>;

export const watches = {
  data: Type.Array(
    Type.Object({
      watch: Type.String(),
      mentions: count('In the period.'),
      newest: instantOrNull('Begin of the newest minute with a mention; null before the first.'),
      rules: Type.Unsafe<WatchRules | null>({
        type: ['object', 'null'],
        properties: { any: terms, all: terms, none: terms },
        required: ['any', 'all', 'none'],
        description:
          'A text matches that has one of `any` (if there are some), all of `all` and none of `none`. Null: it is not listened for any more.',
      }),
    }),
  ),
};
export type Watches = Static<TObjectOf<typeof watches>>;

export const sources = Type.Array(
  Type.Object({
    source: Type.String(),
    state: Type.String(),
    detail: Type.String(),
    until: instantOrNull('When it is expected to change.'),
  }),
);

export const status = Type.Object({
  pipeline: Type.Object({
    state: Type.String({ description: 'live, catching-up, idle (nothing is fed), …: new ones may come.' }),
    since: instantOrNull('Since when.'),
    reason: Type.Optional(Type.String({ description: 'What keeps everything from being stored, and what to do.' })),
    demo: Type.Optional(
      Type.Object(
        {
          timeline: Type.String(),
          seed: Type.Integer(),
          speed: Type.Number({ description: 'Times as fast as the clock, until it has caught up with it.' }),
          connect: Type.String({ description: 'For people: how to have something real instead.' }),
        },
        { description: 'Only where what is fed is made up.' },
      ),
    ),
    sources,
  }),
  timelines: Type.Array(
    Type.Object({
      timeline: Type.String(),
      watermark: instantOrNull('Windows that end before are complete.'),
      data_until: instantOrNull('End of the newest window.'),
      counts: Type.Record(Type.String(), count(), { description: 'lines, items, counted, late, …' }),
    }),
  ),
});
export type Status = Static<typeof status>;
export type PipelineStatus = Status['pipeline'];

/** Only for types: the object of these properties. */
type TObjectOf<T extends TProperties> = ReturnType<typeof Type.Object<T>>;
