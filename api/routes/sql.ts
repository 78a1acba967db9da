import type { Static } from 'typebox';
import { messageOf, TidelineError } from '../../runtime/errors.ts';
import { ApiProblem, engineCodeOf } from '../problems.ts';
import { SQL_FORMATS, sqlBody } from '../schemas/parameters.ts';
import type { ApiServer } from '../server.ts';
import type { StoreReads } from '../store-lane.ts';
import { bytesOf, FORMAT_SETTINGS, FORMATS } from './formats.ts';
import { operation, signalOf } from './operation.ts';

export interface SqlDeps {
  /** Connected as the store's viewer, who may read and nothing else. */
  readonly viewer: StoreReads;
}

/** The answer waits in the store until it is whole: what goes over a limit late is still told as a problem. */
const LIMITS = {
  max_execution_time: 30,
  max_result_rows: '1000000',
  result_overflow_mode: 'throw',
  wait_end_of_query: 1,
  ...FORMAT_SETTINGS,
} as const;

/** The engine's codes for more than is allowed; a repetition would meet them again. */
const TOO_MUCH = new Set(['158', '159', '160', '241', '307', '396']);

/** SQL of people: what the store says to it is theirs to read. */
export function sqlRoutes(server: ApiServer, { viewer }: SqlDeps): void {
  const schema = operation({
    operationId: 'query',
    summary: 'Read-only SQL over the views: 30 s, 1,000,000 rows, 200 MB',
    tags: ['sql'],
    body: sqlBody,
    answer: SQL_FORMATS.map((format) => FORMATS[format].type),
    problems: [413, 415, 422],
  });
  server.post<{ Body: Static<typeof sqlBody> }>('/v1/query', { schema }, async (request, reply) => {
    const { sql, format = 'json' } = request.body;
    const { engine, type } = FORMATS[format];
    const answer = await viewer
      .stream(sql, engine, { settings: LIMITS, signal: signalOf(reply) })
      .catch((error: unknown) => {
        throw sqlProblem(error);
      });
    return reply.type(type).send(bytesOf(answer, format));
  });
}

function sqlProblem(error: unknown): unknown {
  if (!(error instanceof TidelineError)) return error;
  const said = error.cause === undefined ? error.message : messageOf(error.cause);
  if (TOO_MUCH.has(engineCodeOf(error)))
    return new ApiProblem('query-limit', said, [{ pointer: '/sql', detail: said }]);
  if (error.retryable) return error;
  return new ApiProblem('query-failed', said, [{ pointer: '/sql', detail: said }]);
}
