import { type Static, type TSchema, Type } from 'typebox';
import { groups, instantOrNull, kpis, mention, meta, problem, series, sources, withMeta } from './answers.ts';
import { kpisQuery, liveMentionsFilter, liveStatusFilter, seriesQuery } from './parameters.ts';

/** Every message of `GET /v1/live`, a JSON text frame each. Only added to; unknown fields are to be passed over. */

/** What can be subscribed to, and its filter: the query parameters of the REST route of the same name, without period where there is none. */
export const CHANNELS = {
  mentions: liveMentionsFilter,
  kpis: kpisQuery,
  series: seriesQuery,
  status: liveStatusFilter,
} as const;
export type Channel = keyof typeof CHANNELS;

const id = Type.String({ minLength: 1, maxLength: 64, description: 'Chosen by the client, for one subscription.' });
const token = Type.String({ description: 'Of the last message seen: what a resume begins behind.' });
const seq = Type.Integer({ minimum: 1, description: 'Counts the messages of a subscription: a jump is a loss.' });

export const clientMessage = Type.Union([
  Type.Object({
    type: Type.Literal('subscribe'),
    id,
    channel: Type.Enum(Object.keys(CHANNELS) as Channel[]),
    filter: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    resume: Type.Optional(Type.String({ minLength: 1, maxLength: 4000 })),
  }),
  Type.Object({ type: Type.Literal('unsubscribe'), id }),
]);
export type ClientMessage = Static<typeof clientMessage>;

const liveMentions = {
  snapshot: Type.Object({ items: Type.Array(mention, { description: 'The newest 20 of a week, newest first.' }) }),
  delta: Type.Object({
    items: Type.Array(mention, { description: 'New ones, newest first; of more than 50/s some.' }),
    of: Type.Integer({ minimum: 0, description: 'How many there were.' }),
    seconds: Type.Number({ description: 'In how long.' }),
  }),
};

const liveKpis = {
  snapshot: Type.Object(withMeta(kpis).properties),
  delta: Type.Object({ kpis: Type.Partial(kpis.kpis, { description: 'Changed cards, whole.' }), meta }),
};

/** To apply a delta: points replace those of the same group and start; points that end by `meta.from` are gone. */
const liveSeries = {
  snapshot: Type.Object(withMeta(series).properties),
  delta: Type.Object({
    complete_until: series.complete_until,
    data: groups,
    meta,
  }),
};

const liveState = Type.Object({
  timeline: Type.String(),
  now: Type.String({
    format: 'date-time',
    description: "The timeline's present when this was sent; ages count from it. A change of it alone is not sent.",
  }),
  speed: Type.Number({ description: 'How many times as fast as the clock the present goes on.' }),
  watermark: instantOrNull('Windows that end before are complete.'),
  data_until: instantOrNull('End of the newest window.'),
  behind_ms: Type.Unsafe<number | null>({
    type: ['number', 'null'],
    description:
      'From the event to here, the median of the last 10 s that had any; of fewer than 7 the least. Null before the first one.',
  }),
  state: Type.Enum(['live', 'catching-up', 'stalled', 'idle']),
  mentions_per_s: Type.Number({ minimum: 0, description: 'Over the last 10 s, or since it was asked for.' }),
  sources,
  reason: Type.Unsafe<string | null>({ type: ['string', 'null'], description: 'What is wrong, for people.' }),
});
export type LiveState = Static<typeof liveState>;

const change = <T extends TSchema>(type: 'snapshot' | 'delta', data: T) =>
  Type.Object({ type: Type.Literal(type), id, seq, token, data });

export const serverMessage = Type.Union([
  Type.Object({
    type: Type.Literal('hello'),
    session: Type.String(),
    heartbeat_s: Type.Integer({ minimum: 1, description: 'A ping frame comes this often.' }),
    server_time: Type.String({ format: 'date-time' }),
  }),
  change('snapshot', Type.Unknown({ description: 'The whole answer. May come again at any time.' })),
  change('delta', Type.Unknown({ description: 'What changed since the message before.' })),
  Type.Object({ type: Type.Literal('resume_miss'), id, reason: Type.String() }),
  Type.Object({ type: Type.Literal('error'), id, problem }),
]);
export type ServerMessage = Static<typeof serverMessage>;

/** What `data` of a channel's messages is. */
export const LIVE_DATA = {
  mentions: liveMentions,
  kpis: liveKpis,
  series: liveSeries,
  status: { snapshot: liveState, delta: liveState },
} as const;
export type LiveData = {
  readonly [Name in Channel]: {
    readonly [Type in 'snapshot' | 'delta']: Static<(typeof LIVE_DATA)[Name][Type]>;
  };
};

/** Why the server ended a session. */
export const CLOSE_CODES = {
  stopping: 1012,
  malformed: 4400,
  unauthorized: 4401,
  slow: 4408,
  tooMany: 4429,
} as const;

export const ticket = Type.Object({
  ticket: Type.String({ description: 'For `/v1/live?ticket=…`, once.' }),
  expires_in_s: Type.Integer({ minimum: 1 }),
});
