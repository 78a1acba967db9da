import type { Static } from 'typebox';
import { breakdownTable, queryBreakdown } from '../queries/breakdown.ts';
import { breakdown } from '../schemas/answers.ts';
import { breakdownQuery } from '../schemas/parameters.ts';
import type { ApiServer } from '../server.ts';
import { answerRoute } from './answer-route.ts';
import { EXAMPLES } from './examples.ts';
import { type ExportDeps, exportRoutesOf } from './exports.ts';

/** Facets and top lists, as an answer and as a file. */
export function breakdownRoutes(server: ApiServer, deps: ExportDeps): void {
  answerRoute(server, deps, {
    path: '/v1/breakdown',
    operationId: 'getBreakdown',
    summary: 'What the mentions are made of: platforms, languages, authors, hashtags, emoji …',
    querystring: breakdownQuery,
    answer: breakdown,
    example: EXAMPLES.breakdown,
    read: queryBreakdown,
  });
  exportRoutesOf<Static<typeof breakdownQuery>>(server, deps, {
    path: '/v1/breakdown',
    name: 'Breakdown',
    rows: 'A breakdown',
    querystring: breakdownQuery,
    table: breakdownTable,
  });
}
