import type { Static } from 'typebox';
import { queryHeatmap } from '../queries/heatmap.ts';
import { queryKpis } from '../queries/kpis.ts';
import { queryMention } from '../queries/mention.ts';
import { queryMentions } from '../queries/mentions.ts';
import { queryPosts } from '../queries/posts.ts';
import { querySeries } from '../queries/series.ts';
import { queryStatus } from '../queries/status.ts';
import { queryWatches } from '../queries/watches.ts';
import type { Watch } from '../../schemas/watch.ts';
import { beginRequest, type RequestDeps } from '../request.ts';
import * as answers from '../schemas/answers.ts';
import * as parameters from '../schemas/parameters.ts';
import type { ApiServer } from '../server.ts';
import { answerRoute, listRoute } from './answer-route.ts';
import { EXAMPLES } from './examples.ts';
import { operation, signalOf } from './operation.ts';

export interface AnalyticsDeps extends RequestDeps {
  status(): answers.PipelineStatus;
  watches?(timeline: string): Promise<readonly Watch[] | undefined>;
}

const tags = ['analytics'];

/** What the dashboard is made of. */
export function analyticsRoutes(server: ApiServer, deps: AnalyticsDeps): void {
  numberRoutes(server, deps);
  listRoutes(server, deps);
  mentionRoute(server, deps);
  postRoute(server, deps);
  statusRoute(server, deps);
}

function numberRoutes(server: ApiServer, deps: AnalyticsDeps): void {
  answerRoute(server, deps, {
    path: '/v1/kpis',
    operationId: 'getKpis',
    summary: 'The numbers of the overview, each with its course and, on request, the period before',
    querystring: parameters.kpisQuery,
    answer: answers.kpis,
    example: EXAMPLES.kpis,
    read: queryKpis,
  });
  answerRoute(server, deps, {
    path: '/v1/series',
    operationId: 'getSeries',
    summary: 'Mentions, sentiment and reach over time',
    querystring: parameters.seriesQuery,
    answer: answers.series,
    example: EXAMPLES.series,
    read: querySeries,
  });
  answerRoute(server, deps, {
    path: '/v1/heatmap',
    operationId: 'getHeatmap',
    summary: 'Weekday by hour of the day, in the zone asked for',
    querystring: parameters.heatmapQuery,
    answer: answers.heatmap,
    example: EXAMPLES.heatmap,
    read: queryHeatmap,
  });
}

function listRoutes(server: ApiServer, deps: AnalyticsDeps): void {
  listRoute(server, deps, {
    path: '/v1/mentions',
    operationId: 'listMentions',
    summary: 'Mentions, newest first, page by page',
    querystring: parameters.mentionsQuery,
    answer: answers.mentions,
    example: EXAMPLES.mentions,
    read: queryMentions,
  });
  answerRoute(server, deps, {
    path: '/v1/watches',
    operationId: 'listWatches',
    summary: 'The watches of a timeline and how much they heard',
    querystring: parameters.watchesQuery,
    answer: answers.watches,
    example: EXAMPLES.watches,
    read: async (asked) => queryWatches(asked, await deps.watches?.(asked.scope.timeline)),
  });
}

function mentionRoute(server: ApiServer, deps: AnalyticsDeps): void {
  const { mentionPath, mentionQuery } = parameters;
  const schema = operation({
    operationId: 'getMention',
    summary: 'A mention by its id',
    tags,
    params: mentionPath,
    querystring: mentionQuery,
    answer: answers.withMeta(answers.oneMention),
    example: EXAMPLES.oneMention,
    problems: [404, 422],
  });
  server.get<{ Params: Static<typeof mentionPath>; Querystring: Static<typeof mentionQuery> }>(
    '/v1/mentions/:id',
    { schema },
    async ({ params, query }, reply) => {
      const begun = await beginRequest(query, deps, signalOf(reply));
      return { ...(await queryMention(begun, params.id)), meta: begun.meta() };
    },
  );
}

function postRoute(server: ApiServer, deps: AnalyticsDeps): void {
  listRoute(server, deps, {
    path: '/v1/posts',
    operationId: 'listPosts',
    summary: 'Posts of accounts with their newest counters, page by page',
    querystring: parameters.postsQuery,
    answer: answers.posts,
    example: EXAMPLES.posts,
    read: queryPosts,
  });
}

function statusRoute(server: ApiServer, deps: AnalyticsDeps): void {
  const schema = operation({
    operationId: 'getStatus',
    summary: 'What the pipeline is doing, and how far each timeline is',
    tags,
    querystring: parameters.statusQuery,
    answer: answers.status,
    example: EXAMPLES.status,
  });
  server.get('/v1/status', { schema }, async (_request, reply) => ({
    pipeline: deps.status(),
    timelines: await queryStatus(deps, signalOf(reply)),
  }));
}
