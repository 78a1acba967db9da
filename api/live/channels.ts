import type { Static } from 'typebox';
import { queryKpis } from '../queries/kpis.ts';
import { queryMentions } from '../queries/mentions.ts';
import { querySeries } from '../queries/series.ts';
import { createReader } from '../reader.ts';
import { beginRequest, type RequestDeps } from '../request.ts';
import type { PipelineStatus } from '../schemas/answers.ts';
import { type Channel, CHANNELS } from '../schemas/live.ts';
import { scopeOf } from '../scope.ts';
import { createAnswerTopic } from './answer-topic.ts';
import { kpisDifference, seriesDifference } from './difference.ts';
import type { TimelineFeed } from './feed.ts';
import { insist } from './insist.ts';
import { createMentionTopic } from './mention-topic.ts';
import { createStatusTopic } from './status-topic.ts';
import type { Topic } from './subscriber.ts';
import type { Tail } from './tail.ts';
import { validated } from './validated.ts';

export interface ChannelDeps extends RequestDeps {
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

/** Snapshots of mentions look this far back. */
const MENTIONS_RANGE = '7d';
const KPIS_EVERY_MS = 1_000;
const SERIES_EVERY_MS = 500;

/** By channel: reads a filter, or throws what `problemOf` reads. */
export type Channels = { readonly [Name in Channel]: (filter: unknown) => Wanted };

export function createChannels(deps: ChannelDeps): Channels {
  return {
    mentions: wanted(CHANNELS.mentions, (filter, place) => openMentions(filter, place, deps)),
    kpis: wanted(CHANNELS.kpis, (filter, place) => openKpis(filter, place, deps)),
    series: wanted(CHANNELS.series, (filter, place) => openSeries(filter, place, deps)),
    status: wanted(CHANNELS.status, (_filter, place) => openStatus(place, deps)),
  };
}

type Filters = { readonly [Name in Channel]: Static<(typeof CHANNELS)[Name]> };

function wanted<Schema extends (typeof CHANNELS)[Channel]>(
  schema: Schema,
  open: (filter: Static<Schema>, place: TopicPlace) => Topic,
): (filter: unknown) => Wanted {
  const check = validated<Static<Schema> & { readonly timeline?: string }>(schema, 'querystring');
  return (asked) => {
    // Checking writes defaults into it.
    const filter = check(structuredClone(asked));
    return { filter, open: (place) => open({ ...filter, timeline: place.feed.timeline }, place) };
  };
}

function openMentions(filter: Filters['mentions'], place: TopicPlace, deps: ChannelDeps): Topic {
  const { feed, tail, trouble } = place;
  const { clock } = deps;
  const newest = async (limit: number, signal: AbortSignal) => {
    const begun = await beginRequest({ timeline: feed.timeline, range: MENTIONS_RANGE }, deps, signal);
    return (await queryMentions(begun, { ...filter, limit })).data;
  };
  return createMentionTopic(filter, {
    ...{ feed, tail, clock },
    newest: (limit, signal) => insist((stop) => newest(limit, stop), { clock, trouble }, signal),
  });
}

function openKpis(filter: Filters['kpis'], { feed, trouble }: TopicPlace, deps: ChannelDeps): Topic {
  const ask = async (signal: AbortSignal) => {
    const begun = await beginRequest(filter, deps, signal);
    return { ...(await queryKpis(begun, filter)), meta: begun.meta() };
  };
  const isMoving = filter.to === undefined;
  return createAnswerTopic(
    { everyMs: KPIS_EVERY_MS, isMoving, ask, difference: kpisDifference },
    { feed, trouble, clock: deps.clock },
  );
}

function openSeries(filter: Filters['series'], { feed, trouble }: TopicPlace, deps: ChannelDeps): Topic {
  const ask = async (signal: AbortSignal) => {
    const begun = await beginRequest(filter, deps, signal);
    return { ...(await querySeries(begun, filter)), meta: begun.meta() };
  };
  const isMoving = filter.to === undefined;
  return createAnswerTopic(
    { everyMs: SERIES_EVERY_MS, isMoving, ask, difference: seriesDifference },
    { feed, trouble, clock: deps.clock },
  );
}

function openStatus(place: TopicPlace, deps: ChannelDeps): Topic {
  const { clock, client, workspace, status, troubled } = deps;
  const ends = (signal: AbortSignal) => scopeOf(createReader(client, signal), workspace, place.feed.timeline);
  return createStatusTopic({ ...place, clock, status, troubled, ends });
}
