import type { FastifyReply } from 'fastify';
import type { Static } from 'typebox';
import { breakdownTable, queryBreakdown } from '../queries/breakdown.ts';
import { beginRequest } from '../request.ts';
import { breakdown, withMeta } from '../schemas/answers.ts';
import { breakdownQuery } from '../schemas/parameters.ts';
import type { ApiServer } from '../server.ts';
import { EXAMPLES } from './examples.ts';
import { type ExportDeps, exportRoutesOf } from './exports.ts';
import { operation, signalOf } from './operation.ts';

type Asked = Static<typeof breakdownQuery>;

/** Facets and top lists, as an answer and as a file. */
export function breakdownRoutes(server: ApiServer, deps: ExportDeps): void {
  const schema = operation({
    operationId: 'getBreakdown',
    summary: 'What the mentions are made of: platforms, languages, authors, hashtags, emoji …',
    tags: ['analytics'],
    querystring: breakdownQuery,
    answer: withMeta(breakdown),
    example: EXAMPLES.breakdown,
    problems: [404, 422],
  });
  server.get<{ Querystring: Asked }>('/v1/breakdown', { schema }, async ({ query }, reply: FastifyReply) => {
    const begun = await beginRequest(query, deps, signalOf(reply));
    return { ...(await queryBreakdown(begun, query)), meta: begun.meta() };
  });
  exportRoutesOf<Asked>(server, deps, {
    path: '/v1/breakdown',
    name: 'Breakdown',
    rows: 'A breakdown',
    querystring: breakdownQuery,
    table: breakdownTable,
  });
}
