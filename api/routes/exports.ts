import type { Static } from 'typebox';
import type { StoreClient } from '../../runtime/clickhouse/client.ts';
import { MENTION_COLUMNS, mentionRows } from '../mention-filters.ts';
import { beginRequest, type RequestDeps } from '../request.ts';
import { exportQuery } from '../schemas/parameters.ts';
import type { ApiServer } from '../server.ts';
import { bytesOf, FORMATS } from './formats.ts';
import { operation, signalOf } from './operation.ts';

export interface ExportDeps extends RequestDeps {
  /** Lane `exports`: a slow reader holds up other exports only. */
  readonly exports: StoreClient;
}

const SUFFIXES = ['csv', 'ndjson', 'parquet', 'arrow'] as const;

/** Constant memory: rows leave in the order of the key, nothing is collected here or there. */
const LIMITS = {
  max_execution_time: 600,
  max_threads: 2,
  use_skip_indexes_if_final: 0,
  max_memory_usage: '1000000000',
} as const;

/** All mentions that the filters leave, by watch and newest first, streamed out of the store. */
export function exportRoutes(server: ApiServer, deps: ExportDeps): void {
  for (const format of SUFFIXES) {
    const { engine, type } = FORMATS[format];
    const schema = operation({
      operationId: `exportMentions${format[0]?.toUpperCase()}${format.slice(1)}`,
      summary: `Mentions as ${format}, streamed: by watch, newest first`,
      tags: ['exports'],
      querystring: exportQuery,
      answer: [type],
      problems: [404, 422],
    });
    server.get<{ Querystring: Static<typeof exportQuery> }>(
      `/v1/mentions.${format}`,
      // A HEAD would run the whole export and throw it away.
      { schema, exposeHeadRoute: false },
      async (request, reply) => {
        const signal = signalOf(reply);
        const { scope, period } = await beginRequest(request.query, deps, signal);
        const { sql, params } = mentionRows(request.query, period);
        const text = `SELECT ${MENTION_COLUMNS} ${sql} ORDER BY m.watch, m.time DESC, m.platform, m.id DESC`;
        const answer = await deps.exports.stream(text, engine, {
          params: scope.bound(params),
          settings: LIMITS,
          signal,
        });
        reply.header('content-disposition', `attachment; filename="mentions-${scope.timeline}.${format}"`);
        return reply.type(type).send(bytesOf(answer, format));
      },
    );
  }
}
