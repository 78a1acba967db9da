import { Type } from 'typebox';
import { INTERVALS } from '../period.ts';

/** Query parameters, each once. Unknown ones are refused. */
const timeline = Type.Optional(
  Type.String({ maxLength: 63, description: 'A timeline by name; by default the newest.', examples: ['live'] }),
);
const watch = Type.Optional(
  Type.Array(Type.String({ minLength: 1, maxLength: 63 }), {
    maxItems: 100,
    description: 'Only these watches; repeat the parameter for several.',
  }),
);
const platform = Type.Optional(
  Type.String({ minLength: 1, maxLength: 63, description: 'Only this platform.', examples: ['bluesky'] }),
);
const account = Type.Optional(
  Type.Array(Type.String({ minLength: 1, maxLength: 512 }), {
    maxItems: 100,
    description: 'Only these accounts, as their platform calls them; repeat the parameter for several.',
  }),
);
const instant = (description: string) =>
  Type.Optional(Type.String({ format: 'date-time', description, examples: ['2026-01-31T09:30:00Z'] }));

const period = {
  from: instant('Begin, inclusive (RFC 3339), moved to a whole minute.'),
  to: instant('End, exclusive. By default now; where a replay ended, its end.'),
  range: Type.Optional(
    Type.String({
      pattern: '^[0-9]{1,4}[mhdw]$',
      description: 'Length before the end, instead of from: 90m, 24h, 7d, 4w. By default 24h.',
      examples: ['24h', '7d'],
    }),
  ),
  tz: Type.Optional(
    Type.String({
      maxLength: 64,
      default: 'UTC',
      description: 'IANA time zone of buckets.',
      examples: ['Europe/Berlin'],
    }),
  ),
};

const compare = Type.Optional(
  Type.Literal('previous', {
    description:
      'Also the same local times (`tz`) of the same weekdays so many whole weeks earlier as the period is long, at least one: of 24h those of last week, of 7d the 7 days before, of 30d 35 days earlier. Its numbers are null, and its points none, where the data begins later than that period.',
  }),
);

const scope = { timeline, watch, platform, ...period };
const closed = { additionalProperties: false };

export const CLASSES = ['negative', 'neutral', 'positive'] as const;
const EXTRA_KPIS = ['authors'] as const;
const BREAKDOWNS = ['class', 'platform', 'watch'] as const;

export const statusQuery = Type.Object({}, closed);
export const watchesQuery = Type.Object({ timeline, ...period }, closed);
export const kpisQuery = Type.Object(
  {
    ...scope,
    compare,
    account,
    include: Type.Optional(
      Type.Array(Type.Enum([...EXTRA_KPIS]), {
        maxItems: 10,
        description: 'Cards that cost more than the others: they read every mention of the period.',
      }),
    ),
  },
  closed,
);
export const heatmapQuery = Type.Object(scope, closed);
export const seriesQuery = Type.Object(
  {
    ...scope,
    compare,
    interval: Type.Optional(
      Type.Enum([...INTERVALS], { description: 'Length of a bucket; by default the finest with at most 500 points.' }),
    ),
    breakdown: Type.Optional(
      Type.Enum([...BREAKDOWNS], { description: 'One group of points for each value of this.' }),
    ),
  },
  closed,
);

const wordFilters = {
  class: Type.Optional(Type.Enum([...CLASSES], { description: 'Only this sentiment.' })),
  lang: Type.Optional(Type.String({ minLength: 1, maxLength: 35, description: 'Only this language.' })),
  author: Type.Optional(Type.String({ minLength: 1, maxLength: 500, description: 'Only this author.' })),
  q: Type.Optional(Type.String({ minLength: 1, maxLength: 500, description: 'Texts with all these words.' })),
};

const mentionFilters = { ...scope, ...wordFilters };

/** The first four are counted exactly, the others over the newest mentions. */
export const FACETS = ['platform', 'class', 'lang', 'watch', 'author', 'hashtag', 'emoji'] as const;
export const breakdownQuery = Type.Object(
  {
    by: Type.Enum([...FACETS], { description: 'What to count mentions by.' }),
    ...mentionFilters,
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 500, default: 20, description: 'So many values, most mentions first.' }),
    ),
  },
  closed,
);

export const exportQuery = Type.Object(mentionFilters, closed);
export const mentionsQuery = Type.Object(
  {
    ...mentionFilters,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })),
    cursor: Type.Optional(
      Type.String({ minLength: 1, maxLength: 2000, description: '`page.next_cursor` of the page before.' }),
    ),
  },
  closed,
);

/** More than any platform's own ids need, in base64. */
export const MAX_ID_LENGTH = 2_000;
export const mentionPath = Type.Object({
  id: Type.String({
    pattern: '^men_[A-Za-z0-9_-]+$',
    maxLength: MAX_ID_LENGTH,
    description: '`id` of a row of the list.',
    examples: ['men_YWNtZQpibHVlc2t5CjE'],
  }),
});
export const mentionQuery = Type.Object({ timeline }, closed);

export const postsQuery = Type.Object(
  {
    timeline,
    platform,
    account,
    ...period,
    order: Type.Optional(
      Type.Enum(['newest', 'top'], {
        default: 'newest',
        description: 'top: most interactions first, as last counted.',
      }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })),
    cursor: Type.Optional(
      Type.String({ minLength: 1, maxLength: 4000, description: '`page.next_cursor` of the page before.' }),
    ),
  },
  closed,
);

/** What is live has no period: it goes on from now, or from where a reader had come. */
const liveFilters = { timeline, watch, platform, ...wordFilters };
export const liveMentionsFilter = Type.Object(liveFilters, closed);
export const liveStatusFilter = Type.Object({ timeline }, closed);
export const streamQuery = Type.Object(
  {
    ...liveFilters,
    after: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 4000,
        description: 'Go on behind the event with this `id`; the header Last-Event-ID says the same and wins.',
      }),
    ),
  },
  closed,
);

export const SQL_FORMATS = ['json', 'csv', 'ndjson', 'parquet', 'arrow'] as const;
export const sqlBody = Type.Object(
  {
    sql: Type.String({ minLength: 1, maxLength: 100_000, examples: ['SELECT count() FROM mentions'] }),
    format: Type.Optional(Type.Enum([...SQL_FORMATS], { default: 'json' })),
  },
  closed,
);
