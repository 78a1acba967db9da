import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ForwardTarget, forwardToStore } from '../../runtime/clickhouse/forward.ts';
import type { ApiServer } from '../server.ts';
import type { Slots } from '../slots.ts';
import { signalOf } from './operation.ts';

export interface ClickhouseDeps {
  /** Where the store is now, and its viewer: who may read and nothing else. */
  target(): ForwardTarget;
  readonly slots: Slots;
}

/** Of the store's answer; lengths and connections are our own server's matter. */
const PASSED_BACK = /^(?:content-type|content-encoding|x-clickhouse-.*)$/;

/** A query chooses the type of its answer, text/html too: a link to one must not run as if it were our page. */
const POLICY = "default-src 'none'; sandbox";

/**
 * ClickHouse's own HTTP interface for Grafana, BI tools and its clients, as the store's viewer whoever asks. What it may not do, and what
 * is too much, the store refuses in its own words, for these clients understand them.
 */
export async function clickhouseRoutes(server: ApiServer, deps: ClickhouseDeps): Promise<void> {
  const options = { schema: { hide: true }, exposeHeadRoute: false };
  await server.register(async (routes) => {
    routes.removeAllContentTypeParsers();
    routes.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    for (const path of ['/clickhouse', '/clickhouse/']) {
      routes.get(path, options, forwardTo('/', deps));
      routes.post(path, options, forwardTo('/', deps));
    }
    routes.get('/clickhouse/ping', options, forwardTo('/ping', deps));
  });
}

function forwardTo(path: string, { target, slots }: ClickhouseDeps) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const signal = signalOf(reply);
    const slot = await slots.take(signal);
    reply.raw.once('close', () => slot.free(reply.raw.writableFinished ? 'ok' : 'failed'));
    const answer = await forwardToStore(target(), {
      method: request.method === 'POST' ? 'POST' : 'GET',
      path,
      query: new URL(request.url, 'http://here').searchParams,
      headers: request.headers,
      body: request.body instanceof Uint8Array ? request.body : undefined,
      signal,
    });
    const headers = Object.entries(answer.headers).filter(([name]) => PASSED_BACK.test(name));
    return reply
      .code(answer.statusCode ?? 502)
      .headers({ ...Object.fromEntries(headers), 'content-security-policy': POLICY })
      .send(answer);
  };
}
