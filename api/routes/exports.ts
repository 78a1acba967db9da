import type { Static, TSchema } from 'typebox';
import type { Sql } from '../counts.ts';
import { mentionRows } from '../mention-filters.ts';
import { EXPORT_COLUMNS } from '../mention-row.ts';
import { type Asked, type AskedScope, beginRequest, type RequestDeps } from '../request.ts';
import { exportQuery } from '../schemas/parameters.ts';
import type { ApiServer } from '../server.ts';
import type { StoreReads } from '../store-lane.ts';
import { exportName, type NamedFilters } from './export-name.ts';
import { bytesOf, FORMAT_SETTINGS, FORMATS } from './formats.ts';
import { operation, signalOf } from './operation.ts';

export interface ExportDeps extends RequestDeps {
  /** Lane `exports`: a slow reader holds up other exports only. */
  readonly exports: StoreReads;
}

/** What an address gives as a file of rows, with the format as its suffix. */
export interface Exported<Query> {
  readonly path: `/v1/${string}`;
  /** Of the operations: `export<name>Csv`. */
  readonly name: string;
  /** What the rows are, for the document. */
  readonly rows: string;
  readonly querystring: TSchema;
  /** One SELECT, whose columns are the file's. */
  table(asked: Asked, query: Query): Sql | Promise<Sql>;
}

const SUFFIXES = ['csv', 'ndjson', 'parquet', 'arrow'] as const;

/** Constant memory: rows leave in the order of the key, nothing is collected here or there. */
const LIMITS = {
  max_execution_time: 600,
  max_threads: 2,
  use_skip_indexes_if_final: 0,
  max_memory_usage: '1000000000',
  output_format_json_quote_64bit_integers: 0,
  // In UTC with its Z: without one a spreadsheet takes them for the time of its own place.
  date_time_output_format: 'iso',
  ...FORMAT_SETTINGS,
} as const;

/** All mentions that the filters leave, by watch and newest first, streamed out of the store. */
export function exportRoutes(server: ApiServer, deps: ExportDeps): void {
  exportRoutesOf<Static<typeof exportQuery>>(server, deps, {
    path: '/v1/mentions',
    name: 'Mentions',
    rows: 'Mentions by watch, newest first',
    querystring: exportQuery,
    table({ period }, query) {
      const { sql, params } = mentionRows(query, period);
      return { sql: `SELECT ${EXPORT_COLUMNS} ${sql} ORDER BY m.watch, m.time DESC, m.platform, m.id DESC`, params };
    },
  });
}

export function exportRoutesOf<Query extends AskedScope & NamedFilters>(
  server: ApiServer,
  deps: ExportDeps,
  { path, name, rows, querystring, table }: Exported<Query>,
): void {
  for (const format of SUFFIXES) {
    const { engine, type } = FORMATS[format];
    const schema = operation({
      operationId: `export${name}${format[0]?.toUpperCase()}${format.slice(1)}`,
      summary: `${rows} as ${format}, streamed`,
      tags: ['exports'],
      querystring,
      answer: [type],
      problems: [404, 422],
    });
    server.get<{ Querystring: Query }>(
      `${path}.${format}`,
      // A HEAD would run the whole export and throw it away.
      { schema, exposeHeadRoute: false },
      async (request, reply) => {
        const signal = signalOf(reply);
        const query = request.query as Query;
        const begun = await beginRequest(query, deps, signal);
        const { sql, params } = await table(begun, query);
        const bound = { params: begun.scope.bound(params), settings: LIMITS, signal };
        const answer = await deps.exports.stream(sql, engine, bound);
        const file = `${exportName(name.toLowerCase(), query, { ...begun, timeline: begun.scope.timeline })}.${format}`;
        reply.header('content-disposition', `attachment; filename="${file}"`);
        return reply.type(type).send(bytesOf(answer, format));
      },
    );
  }
}
