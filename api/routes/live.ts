import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type, type Static } from 'typebox';
import type { Guard } from '../guard.ts';
import { createHub, type HubDeps } from '../live/hub.ts';
import { liveCounters, type LiveCounters } from '../live/counters.ts';
import { mentionMatch } from '../live/mention-match.ts';
import { openSockets } from '../live/sockets.ts';
import { streamMentions } from '../live/stream.ts';
import { createTickets } from '../live/tickets.ts';
import { ApiProblem } from '../problems.ts';
import { ticket } from '../schemas/live.ts';
import { streamQuery } from '../schemas/parameters.ts';
import type { ApiServer } from '../server.ts';
import { operation, signalOf } from './operation.ts';

export interface LiveDeps extends Omit<HubDeps, 'counters' | 'report'> {
  readonly guard: Guard;
  requestId(): string;
  report?(error: unknown, requestId: string): void;
}

const MOST_STREAMS = 100;
const tags = ['live'];

/** What moves by itself: sockets at `/v1/live`, tickets for them, and mentions as server-sent events. */
export function liveRoutes(server: ApiServer, options: LiveDeps): LiveCounters {
  const counters = liveCounters();
  const deps = { ...options, counters, report: (error: unknown) => options.report?.(error, 'live') };
  const tickets = createTickets(deps.clock, deps.requestId);
  const sockets = openSockets(server.server, { ...deps, tickets, hub: createHub(deps) });
  const stopping = new AbortController();
  server.addHook('preClose', async () => {
    stopping.abort(new Error('the server stops'));
    await sockets.stop();
  });
  server.get('/v1/live', { schema: { hide: true } }, async (_request, reply) => {
    reply.header('upgrade', 'websocket');
    throw new ApiProblem('upgrade-required', 'Open a WebSocket here. `/v1/streams/mentions` is plain HTTP.');
  });
  const schema = operation({
    operationId: 'createLiveTicket',
    summary: 'A ticket that opens one WebSocket at /v1/live?ticket=…, for browsers, which cannot send the token',
    tags,
    answer: ticket,
    example: { ticket: '5b0c6b0e-8d0e-4b56-9f1c-0c2f6a1d9e57', expires_in_s: 60 },
  });
  server.post('/v1/live/tickets', { schema }, async () => tickets.issue());
  streamRoute(server, deps, stopping.signal);
  return counters;
}

type Asked = FastifyRequest<{ Querystring: Static<typeof streamQuery> }>;

interface StreamRouteDeps extends Pick<HubDeps, 'feed' | 'home' | 'clock' | 'report'> {
  readonly counters: LiveCounters;
}

function streamRoute(server: ApiServer, deps: StreamRouteDeps, stopping: AbortSignal): void {
  const { counters } = deps;
  const schema = operation({
    operationId: 'streamMentions',
    summary: 'New mentions as server-sent events; goes on behind Last-Event-ID without a gap while the log keeps them',
    tags,
    querystring: streamQuery,
    headers: Type.Object({ 'last-event-id': Type.Optional(Type.String({ maxLength: 4000 })) }),
    answer: ['text/event-stream'],
    problems: [404, 429],
  });
  // A HEAD would open a stream and throw it away.
  server.get('/v1/streams/mentions', { schema, exposeHeadRoute: false }, async (request: Asked, reply) => {
    const { after, ...asked } = request.query;
    const matches = mentionMatch(asked);
    const feed = deps.feed.timeline(asked.timeline ?? deps.home);
    if (feed === undefined) throw new ApiProblem('unknown-timeline', 'There is no such timeline, or no data yet.');
    if (counters.streams >= MOST_STREAMS) {
      counters.refused += 1;
      throw new ApiProblem('live-limit', `${MOST_STREAMS} streams are open already.`);
    }
    const gone = signalOf(reply);
    const last = request.headers['last-event-id'];
    const out = opened(reply);
    counters.streams += 1;
    await streamMentions(
      { matches, after: typeof last === 'string' ? last : after },
      out,
      { feed, clock: deps.clock, counters },
      AbortSignal.any([gone, stopping]),
    )
      .catch((error: unknown) => {
        if (!gone.aborted && !stopping.aborted) deps.report(error);
      })
      .finally(() => {
        counters.streams -= 1;
        out.end();
      });
  });
}

/** Fastify no longer answers: what follows is ours, and so are the headers that it had ready. */
function opened(reply: FastifyReply) {
  reply.headers({ 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
  for (const [name, value] of Object.entries(reply.getHeaders())) reply.raw.setHeader(name, value ?? '');
  reply.hijack();
  reply.raw.flushHeaders();
  return reply.raw;
}
