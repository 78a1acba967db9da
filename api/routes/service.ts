import { Type } from 'typebox';
import type { StoreClient } from '../../runtime/clickhouse/client.ts';
import type { ApiServer } from '../server.ts';

const check = Type.Object({ name: Type.String(), ok: Type.Boolean(), detail: Type.String() });
const ready = Type.Object({ status: Type.String(), checks: Type.Optional(Type.Array(check)) });
const readyQuery = Type.Object(
  { verbose: Type.Optional(Type.String({ description: 'Also each check by itself.' })) },
  { additionalProperties: false },
);
const refused = { 'application/problem+json': { schema: Type.Ref('Problem#') } };
const response = {
  400: { description: 'A parameter is not known', content: refused },
  403: { description: 'Refused by Host or Origin', content: refused },
  200: { description: 'Yes', content: { 'application/json': { schema: ready } } },
  408: { description: 'The request came too slowly', content: refused },
  431: { description: 'The address or the headers are too long', content: refused },
  503: { description: 'Not now', content: { 'application/json': { schema: ready } } },
};

/** For whoever watches the process. Alive: the event loop turns. Ready: an answer would come; false from the stop on. */
export function serviceRoutes(server: ApiServer, { client }: { readonly client: StoreClient }): void {
  let stopping = false;
  server.addHook('preClose', (done) => {
    stopping = true;
    done();
  });
  const alive = {
    operationId: 'livez',
    summary: 'Is the process alive?',
    tags: ['service'],
    response: { 200: response[200], 403: response[403], 408: response[408], 431: response[431] },
  };
  server.get('/livez', { schema: alive }, async () => ({ status: 'ok' }));
  const schema = {
    operationId: 'readyz',
    summary: 'Can it answer?',
    tags: ['service'],
    querystring: readyQuery,
    response,
  };
  server.get<{ Querystring: { verbose?: string } }>('/readyz', { schema }, async ({ query }, reply) => {
    const store = await client.ping().catch(() => false);
    const checks = [
      { name: 'store', ok: store, detail: store ? 'answers' : 'does not answer' },
      { name: 'server', ok: !stopping, detail: stopping ? 'is stopping' : 'takes requests' },
    ];
    const ok = checks.every((one) => one.ok);
    const body = { status: ok ? 'ok' : 'unavailable', ...(query.verbose !== undefined && { checks }) };
    return reply.code(ok ? 200 : 503).send(body);
  });
}
