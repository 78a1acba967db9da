import swagger from '@fastify/swagger';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, type RawServerDefault } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { StoreClient } from '../runtime/clickhouse/client.ts';
import type { ForwardTarget } from '../runtime/clickhouse/forward.ts';
import { createMetrics } from '../runtime/metrics.ts';
import type { Clock } from '../runtime/time/clock.ts';
import { MAIN_WORKSPACE } from '../schemas/ids.ts';
import { watchEventLoop } from '../runtime/time/event-loop.ts';
import type { Watch } from '../schemas/watch.ts';
import { answerClientError } from './client-error.ts';
import { createGuard, isOpen } from './guard.ts';
import { createLanes } from './lanes.ts';
import type { MentionFeed } from './live/feed.ts';
import { watchLoad } from './load.ts';
import { OPENAPI } from './openapi.ts';
import { ApiProblem, problemBody, problemOf } from './problems.ts';
import type { Present } from './request.ts';
import { analyticsRoutes } from './routes/analytics.ts';
import { breakdownRoutes } from './routes/breakdown.ts';
import { clickhouseRoutes } from './routes/clickhouse.ts';
import { docsRoutes } from './routes/docs.ts';
import { exportRoutes } from './routes/exports.ts';
import { liveRoutes } from './routes/live.ts';
import { metricsRoutes } from './routes/metrics.ts';
import { isOfThePage, pageRoutes } from './routes/page.ts';
import { problemRoutes } from './routes/problems.ts';
import { serviceRoutes } from './routes/service.ts';
import { sqlRoutes } from './routes/sql.ts';
import { type PipelineStatus, problem as problemSchema } from './schemas/answers.ts';
import { MAX_ID_LENGTH } from './schemas/parameters.ts';
import { createTimelines } from './timelines.ts';
import { createValidator } from './validator.ts';

export interface ApiOptions {
  /** Where it will listen; 127.0.0.1 unless said otherwise. Another than loopback needs a token. */
  readonly host?: string;
  readonly token?: string;
  /** Timeline of requests that name none; without it the newest. */
  readonly home?: string;
  /** The folder of the built page, which is then served at `/`; without it there is only the API. */
  readonly page?: string;
}

export interface ApiDeps {
  /** Lane `dashboards`, the program's account. */
  readonly client: StoreClient;
  /** Lane `exports`, the program's account. */
  readonly exports: StoreClient;
  /** The store's viewer: SQL of people runs as this. */
  readonly viewer: StoreClient;
  readonly clock: Clock;
  /** Where a timeline's own present is not the clock's: a demo that runs faster. Ranges without an end end there. */
  present?(timeline: string): Present | undefined;
  /** What a timeline listens for now; undefined where nobody knows. Without it only watches with mentions are known. */
  watches?(timeline: string): Promise<readonly Watch[] | undefined>;
  /** What goes live; without it nothing does. */
  readonly feed?: MentionFeed;
  /** Called at each `/v1/status`: what is known without asking anybody. */
  status(): PipelineStatus;
  /** Where the store's own interface is, for `/clickhouse/`; without it there is none. */
  readonly clickhouse?: () => ForwardTarget;
  /** A new id each time; for requests that bring none. */
  requestId(): string;
  /** Told of every answer of 500 and above, with what the caller is not told. */
  report?(error: unknown, requestId: string): void;
}

export type ApiServer = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse>;

const NO_FEED: MentionFeed = { timeline: () => undefined };
const BODY_LIMIT_BYTES = 1_048_576;
/** A connection on which nothing moves for longer has nobody at its other end, or somebody who holds up the store. */
const SILENCE_MS = 120_000;
/** A request must have come by then. */
const REQUEST_MS = 30_000;
const RETRY_AFTER_S = 2;
/** The second one is for browsers, which know no other. */
const CHALLENGES = ['Bearer', 'Basic realm="Tideline", charset="UTF-8"'];
const REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** Not listening yet: the caller does, on `host`, and closes it before the store's clients. */
export async function createApi(options: ApiOptions, deps: ApiDeps): Promise<ApiServer> {
  const { host = '127.0.0.1', home } = options;
  const metrics = createMetrics();
  const loop = watchEventLoop();
  const server: ApiServer = Fastify({
    // Some clients offer HTTP/2 with every first request: an offer that nobody takes is an ordinary request (RFC 9110, 7.8).
    http: { shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket' },
    connectionTimeout: SILENCE_MS,
    requestTimeout: REQUEST_MS,
    clientErrorHandler: (error, socket) => answerClientError(error, socket, deps.requestId()),
    bodyLimit: BODY_LIMIT_BYTES,
    requestIdHeader: false,
    genReqId: ({ headers }) => givenId(headers['x-request-id']) ?? deps.requestId(),
    routerOptions: { maxParamLength: MAX_ID_LENGTH },
    frameworkErrors: (error, request, reply) => answerProblem(error, request, reply, deps),
  });
  const guard = createGuard({ ...options, host }, () => portOf(server));
  server.setValidatorCompiler(createValidator());
  server.setErrorHandler((error, request, reply) => answerProblem(error, request, reply, deps));
  server.setNotFoundHandler((request, reply) => answerProblem(missing(server, request, reply), request, reply, deps));
  server.addHook('onClose', async () => loop.stop());
  watchLoad(
    server,
    { clock: deps.clock, metrics, loop },
    (url) => isOpen(url) || isOfThePage(url) || url === '/metrics',
  );
  server.addHook('onRequest', async (request, reply) => {
    // Set first: also a refusal carries them.
    reply.headers({ 'x-request-id': request.id, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
    guard(request);
    // Before a body is read: what it should be is said by routes, and there is none.
    if (request.is404) throw missing(server, request, reply);
  });
  server.addSchema(problemSchema);
  await server.register(swagger, OPENAPI);
  await server.register(async (routes) => {
    const workspace = MAIN_WORKSPACE;
    const lanes = createLanes(deps, { clock: deps.clock, metrics });
    const timelines = createTimelines(lanes.client, workspace, deps.clock);
    const scoped = { feed: NO_FEED, ...deps, ...lanes, workspace, timelines, ...(home !== undefined && { home }) };
    serviceRoutes(routes, deps);
    analyticsRoutes(routes, scoped);
    breakdownRoutes(routes, scoped);
    exportRoutes(routes, scoped);
    sqlRoutes(routes, scoped);
    await docsRoutes(routes, options);
    problemRoutes(routes);
    const live = liveRoutes(routes, { ...scoped, guard });
    metricsRoutes(routes, { metrics, live });
    if (deps.clickhouse !== undefined)
      await clickhouseRoutes(routes, { target: deps.clickhouse, slots: lanes.clickhouse });
    if (options.page !== undefined) await pageRoutes(routes, { directory: options.page });
  });
  await server.ready();
  return server;
}

function givenId(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && REQUEST_ID.test(header) ? header : undefined;
}

function portOf(server: ApiServer): number | undefined {
  const address = server.server.address();
  return typeof address === 'object' && address !== null ? address.port : undefined;
}

const METHODS = ['GET', 'HEAD', 'POST'] as const;

function missing(server: ApiServer, { url, method }: FastifyRequest, reply: FastifyReply): ApiProblem {
  const [path = url] = url.split('?');
  const allowed = METHODS.filter((known) => server.hasRoute({ method: known, url: path }));
  if (allowed.length === 0)
    return new ApiProblem('not-found', `There is nothing at ${path}; /v1/openapi.json lists what is.`);
  reply.header('allow', allowed.join(', '));
  return new ApiProblem('method-not-allowed', `${path} takes ${allowed.join(' and ')}, not ${method}.`);
}

function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, deps: ApiDeps): void {
  const problem = problemOf(error);
  // Nobody reads the answer to a request that was given up, and nothing is wrong.
  if (problem.status >= 500 && !reply.raw.destroyed) deps.report?.(error, request.id);
  if (problem.status === 503) reply.header('retry-after', RETRY_AFTER_S);
  if (problem.status === 401) reply.header('www-authenticate', CHALLENGES);
  reply.header('x-request-id', request.id);
  const body = problemBody(problem, request.url, request.id);
  // As bytes: to a text Fastify would add a charset, which this type does not have.
  reply
    .code(problem.status)
    .type('application/problem+json')
    .send(Buffer.from(JSON.stringify(body)));
}
