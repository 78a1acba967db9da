const INSTANTS = ['2026-01-31T08:00:00.000Z', '2026-01-31T09:00:00.000Z'] as const;
const meta = {
  rows_read: 1440,
  elapsed_ms: 12,
  watermark: INSTANTS[1],
  timeline: 'live',
  tz: 'UTC',
  from: INSTANTS[0],
  to: INSTANTS[1],
};
const kpi = { value: 312, previous: 280, delta: 32, sparkline: [12, null, 15] };

const MENTION = {
  id: 'men_YWNtZQpibHVlc2t5CjE',
  native_id: '1',
  watch: 'acme',
  platform: 'bluesky',
  time: INSTANTS[0],
  author: 'ana',
  url: 'https://social.example/1',
  lang: 'en',
  text: 'Fast and friendly.',
  reach: 120,
  class: 'positive',
  positive: 0.75,
  neutral: 0.25,
  negative: 0,
  compound: 0.5,
  late: false,
};

/** An answer of each operation, for the document; a test holds them against the schemas. */
export const EXAMPLES = {
  kpis: {
    kpis: {
      mentions: kpi,
      negative_share: {
        value: 0.25,
        previous: null,
        delta: null,
        sparkline: [0.2, null, 0.3],
        n: 312,
        interval: [0.205, 0.301],
      },
      reach: kpi,
      authors: kpi,
      engagement_rate: {
        value: 0.0667,
        previous: 0.06,
        delta: 0.0067,
        sparkline: [0.06, null, 0.07],
        n: 41,
        interval: [0.061, 0.073],
      },
      share_of_voice: [{ watch: 'acme', mentions: 312, value: 1, previous: 1, delta: 0, sparkline: [1, null, 1] }],
    },
    sparkline_step_s: 180,
    sparkline_from: INSTANTS[0],
    meta,
  },
  series: {
    interval: '1h',
    complete_until: INSTANTS[1],
    data: [
      {
        group: null,
        points: [
          {
            start: INSTANTS[0],
            end: INSTANTS[1],
            complete: true,
            mentions: 312,
            positive: 100,
            neutral: 134,
            negative: 78,
            reach: 90210,
          },
        ],
      },
    ],
    meta,
  },
  heatmap: { data: [{ weekday: 1, hour: 0, n: 4, mentions: 12, negative: 3, negative_share: 0.25 }], meta },
  mentions: {
    data: [MENTION],
    page: { next_cursor: null, has_more: false },
    meta,
  },
  oneMention: { data: MENTION, meta },
  breakdown: {
    data: [{ value: '#delayed', mentions: 78, share: 0.25, negative_share: 0.5 }],
    of: 312,
    sampled: null,
    meta,
  },
  posts: {
    data: [
      {
        post_id: 'post_Ymx1ZXNreQphY21lCjE',
        native_id: '1',
        platform: 'bluesky',
        account: 'acme',
        time: INSTANTS[0],
        url: 'https://social.example/1',
        lang: 'en',
        text: 'New colours.',
        likes: 80,
        comments: 12,
        shares: 8,
        views: 2200,
        reach: 1500,
        interactions: 100,
        engagement_rate: 0.0667,
        observed: INSTANTS[1],
        late: false,
      },
    ],
    page: { next_cursor: null, has_more: false },
    meta,
  },
  watches: {
    data: [
      { watch: 'acme', mentions: 312, newest: INSTANTS[0], rules: { any: ['@acme', 'acme corp'], all: [], none: [] } },
    ],
    meta,
  },
  status: {
    pipeline: { state: 'live', since: INSTANTS[0], sources: [] },
    timelines: [
      { timeline: 'live', watermark: INSTANTS[1], data_until: INSTANTS[1], counts: { counted: 312, late: 2 } },
    ],
  },
} as const;
