import type { Static } from 'typebox';
import { queryKpis } from '../queries/kpis.ts';
import { queryMentions } from '../queries/mentions.ts';
import { ApiProblem } from '../problems.ts';
import { querySeries } from '../queries/series.ts';
import { createReader } from '../reader.ts';
import { type Asked, type AskedScope, beginRequest, type RequestDeps } from '../request.ts';
import type { Kpis, Meta, PipelineStatus, Series } from '../schemas/answers.ts';
import { type Channel, CHANNELS } from '../schemas/live.ts';
import { scopeOf } from '../scope.ts';
import { createAnswerTopic } from './answer-topic.ts';
import { type Difference, kpisDifference, seriesDifference } from './difference.ts';
import type { Report } from './failure.ts';
import type { TimelineFeed } from './feed.ts';
import { insist } from './insist.ts';
import { createMentionTopic } from './mention-topic.ts';
import { createStatusTopic, type Ends } from './status-topic.ts';
import type { Topic } from './subscriber.ts';
import type { Tail } from './tail.ts';
import { validated } from './validated.ts';

export interface ChannelDeps extends RequestDeps {
  readonly report: Report;
  status(): PipelineStatus;
  /** What keeps any topic from the store; undefined: nothing. */
  troubled(): string | undefined;
}

/** Where one topic stands. */
export interface TopicPlace {
  readonly feed: TimelineFeed;
  readonly tail: Tail;
  /** Told why this topic gets nothing from the store, and with undefined that it does again. */
  trouble(reason: string | undefined): void;
}

/** A filter that is valid, and the topic that it asks for. */
export interface Wanted {
  readonly filter: { readonly timeline?: string };
  open(place: TopicPlace): Topic;
}

type Filters = { readonly [Name in Channel]: Static<(typeof CHANNELS)[Name]> };

interface AnswerKind<Filter, Answer> {
  /** Between two questions, at least. */
  readonly everyMs: number;
  query(asked: Asked, filter: Filter): Promise<Answer>;
  difference(before: Answer & { meta: Meta }, after: Answer & { meta: Meta }): Difference<unknown>;
}

const KPIS: AnswerKind<Filters['kpis'], Kpis> = { everyMs: 1_000, query: queryKpis, difference: kpisDifference };
const SERIES: AnswerKind<Filters['series'], Series> = {
  everyMs: 500,
  query: querySeries,
  difference: seriesDifference,
};

/** Snapshots of mentions look this far back. */
const MENTIONS_RANGE = '7d';

/** By channel: reads a filter, or throws what `problemOf` reads. */
export type Channels = { readonly [Name in Channel]: (filter: unknown) => Wanted };

export function createChannels(deps: ChannelDeps): Channels {
  return {
    mentions: wanted(CHANNELS.mentions, (filter, place) => openMentions(filter, place, deps)),
    kpis: wanted(CHANNELS.kpis, (filter, place) => openAnswer(KPIS, filter, place, deps)),
    series: wanted(CHANNELS.series, (filter, place) => openAnswer(SERIES, filter, place, deps)),
    status: wanted(CHANNELS.status, (_filter, place) => openStatus(place, deps)),
  };
}

function wanted<Schema extends (typeof CHANNELS)[Channel]>(
  schema: Schema,
  open: (filter: Static<Schema>, place: TopicPlace) => Topic,
): (filter: unknown) => Wanted {
  const check = validated(schema, 'querystring');
  return (asked) => {
    // Checking writes defaults into it.
    const filter = check(structuredClone(asked));
    return { filter, open: (place) => open({ ...filter, timeline: place.feed.timeline }, place) };
  };
}

function openMentions(filter: Filters['mentions'], place: TopicPlace, deps: ChannelDeps): Topic {
  const { feed, tail, trouble } = place;
  const { clock, report } = deps;
  const ask = async (limit: number, signal: AbortSignal) => {
    const begun = await beginRequest({ timeline: feed.timeline, range: MENTIONS_RANGE }, deps, signal);
    return (await queryMentions(begun, { ...filter, limit })).data;
  };
  const newest = (limit: number, signal: AbortSignal) => insist((stop) => ask(limit, stop), { clock, trouble }, signal);
  return createMentionTopic(filter, { feed, tail, clock, newest, report });
}

/** Any answer of a REST route, as that route makes it. */
function openAnswer<Filter extends AskedScope, Answer>(
  { everyMs, query, difference }: AnswerKind<Filter, Answer>,
  filter: Filter,
  { feed, trouble }: TopicPlace,
  deps: ChannelDeps,
): Topic {
  const ask = async (signal: AbortSignal): Promise<Answer & { meta: Meta }> => {
    const begun = await beginRequest(filter, deps, signal);
    return { ...(await query(begun, filter)), meta: begun.meta() };
  };
  const { clock, report } = deps;
  const isMoving = filter.to === undefined;
  return createAnswerTopic({ everyMs, isMoving, ask, difference }, { feed, trouble, clock, report });
}

function openStatus(place: TopicPlace, deps: ChannelDeps): Topic {
  const { clock, client, status, troubled, report } = deps;
  const present = () => deps.present?.(place.feed.timeline) ?? { at: clock.now(), rate: 1 };
  const ends = (signal: AbortSignal): Promise<Ends> =>
    scopeOf(createReader(client, signal), deps, place.feed.timeline).catch(noneYet);
  return createStatusTopic({ ...place, clock, status, present, troubled, report, ends });
}

/** The log knows a timeline a moment before the store does. */
function noneYet(error: unknown): Ends {
  if (error instanceof ApiProblem && error.code === 'unknown-timeline') return { watermark: null, dataUntil: null };
  throw error;
}
