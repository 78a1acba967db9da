import type { FastifyReply } from 'fastify';
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
import { type AskedScope, beginRequest, type RequestDeps } from '../request.ts';
import * as answers from '../schemas/answers.ts';
import * as parameters from '../schemas/parameters.ts';
import type { ApiServer } from '../server.ts';
import { EXAMPLES } from './examples.ts';
import { operation, signalOf } from './operation.ts';

export interface AnalyticsDeps extends RequestDeps {
  status(): answers.PipelineStatus;
  watches?(timeline: string): Promise<readonly Watch[] | undefined>;
}

const tags = ['analytics'];

/** What the dashboard is made of. */
export function analyticsRoutes(server: ApiServer, deps: AnalyticsDeps): void {
  const begin = (query: AskedScope, reply: FastifyReply) => beginRequest(query, deps, signalOf(reply));
  kpiRoutes(server, begin);
  listRoutes(server, begin, deps);
  mentionRoute(server, begin);
  postRoutes(server, begin);
  const statusSchema = operation({
    operationId: 'getStatus',
    summary: 'What the pipeline is doing, and how far each timeline is',
    tags,
    querystring: parameters.statusQuery,
    answer: answers.status,
    example: EXAMPLES.status,
  });
  server.get('/v1/status', { schema: statusSchema }, async (_request, reply) => ({
    pipeline: deps.status(),
    timelines: await queryStatus(deps, signalOf(reply)),
  }));
}

type Begin = (query: AskedScope, reply: FastifyReply) => ReturnType<typeof beginRequest>;

function kpiRoutes(server: ApiServer, begin: Begin): void {
  const common = { tags, problems: [404, 422] };
  const { kpisQuery, seriesQuery, heatmapQuery } = parameters;
  server.get<{ Querystring: Static<typeof kpisQuery> }>(
    '/v1/kpis',
    {
      schema: operation({
        ...common,
        operationId: 'getKpis',
        summary: 'The numbers of the overview, each with its course and, on request, the period before',
        querystring: kpisQuery,
        answer: answers.withMeta(answers.kpis),
        example: EXAMPLES.kpis,
      }),
    },
    async ({ query }, reply) => {
      const begun = await begin(query, reply);
      return { ...(await queryKpis(begun, query)), meta: begun.meta() };
    },
  );
  server.get<{ Querystring: Static<typeof seriesQuery> }>(
    '/v1/series',
    {
      schema: operation({
        ...common,
        operationId: 'getSeries',
        summary: 'Mentions, sentiment and reach over time',
        querystring: seriesQuery,
        answer: answers.withMeta(answers.series),
        example: EXAMPLES.series,
      }),
    },
    async ({ query }, reply) => {
      const begun = await begin(query, reply);
      return { ...(await querySeries(begun, query)), meta: begun.meta() };
    },
  );
  server.get<{ Querystring: Static<typeof heatmapQuery> }>(
    '/v1/heatmap',
    {
      schema: operation({
        ...common,
        operationId: 'getHeatmap',
        summary: 'Weekday by hour of the day, in the zone asked for',
        querystring: heatmapQuery,
        answer: answers.withMeta(answers.heatmap),
        example: EXAMPLES.heatmap,
      }),
    },
    async ({ query }, reply) => {
      const begun = await begin(query, reply);
      return { ...(await queryHeatmap(begun, query)), meta: begun.meta() };
    },
  );
}

function listRoutes(server: ApiServer, begin: Begin, { watches }: AnalyticsDeps): void {
  const common = { tags, problems: [404, 422] };
  const { mentionsQuery, watchesQuery } = parameters;
  server.get<{ Querystring: Static<typeof mentionsQuery> }>(
    '/v1/mentions',
    {
      schema: operation({
        ...common,
        operationId: 'listMentions',
        summary: 'Mentions, newest first, page by page',
        querystring: mentionsQuery,
        answer: answers.withMeta(answers.mentions),
        example: EXAMPLES.mentions,
      }),
    },
    async ({ query, url }, reply) => {
      const begun = await begin(query, reply);
      const { period, ...page } = await queryMentions(begun, query);
      const next = page.page.next_cursor;
      if (next !== null) reply.header('link', `<${nextUrl(url, next)}>; rel="next"`);
      return { ...page, meta: begun.meta(period) };
    },
  );
  server.get<{ Querystring: Static<typeof watchesQuery> }>(
    '/v1/watches',
    {
      schema: operation({
        ...common,
        operationId: 'listWatches',
        summary: 'The watches of a timeline and how much they heard',
        querystring: watchesQuery,
        answer: answers.withMeta(answers.watches),
        example: EXAMPLES.watches,
      }),
    },
    async ({ query }, reply) => {
      const begun = await begin(query, reply);
      return { ...(await queryWatches(begun, await watches?.(begun.scope.timeline))), meta: begun.meta() };
    },
  );
}

function mentionRoute(server: ApiServer, begin: Begin): void {
  const { mentionPath, mentionQuery } = parameters;
  server.get<{ Params: Static<typeof mentionPath>; Querystring: Static<typeof mentionQuery> }>(
    '/v1/mentions/:id',
    {
      schema: operation({
        tags,
        problems: [404, 422],
        operationId: 'getMention',
        summary: 'A mention by its id',
        params: mentionPath,
        querystring: mentionQuery,
        answer: answers.withMeta(answers.oneMention),
        example: EXAMPLES.oneMention,
      }),
    },
    async ({ params, query }, reply) => {
      const begun = await begin(query, reply);
      return { ...(await queryMention(begun, params.id)), meta: begun.meta() };
    },
  );
}

function postRoutes(server: ApiServer, begin: Begin): void {
  const { postsQuery } = parameters;
  server.get<{ Querystring: Static<typeof postsQuery> }>(
    '/v1/posts',
    {
      schema: operation({
        tags,
        problems: [404, 422],
        operationId: 'listPosts',
        summary: 'Posts of accounts with their newest counters, page by page',
        querystring: postsQuery,
        answer: answers.withMeta(answers.posts),
        example: EXAMPLES.posts,
      }),
    },
    async ({ query, url }, reply) => {
      const begun = await begin(query, reply);
      const { period, ...page } = await queryPosts(begun, query);
      const next = page.page.next_cursor;
      if (next !== null) reply.header('link', `<${nextUrl(url, next)}>; rel="next"`);
      return { ...page, meta: begun.meta(period) };
    },
  );
}

function nextUrl(url: string, cursor: string): string {
  const [path = '', query = ''] = url.split('?');
  const asked = new URLSearchParams(query);
  asked.set('cursor', cursor);
  return `${path}?${asked.toString()}`;
}
