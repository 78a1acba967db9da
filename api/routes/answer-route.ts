import type { Static, TProperties, TSchema } from 'typebox';
import type { Period } from '../period.ts';
import { type Asked, type AskedScope, beginRequest, type RequestDeps } from '../request.ts';
import { withMeta } from '../schemas/answers.ts';
import type { ApiServer } from '../server.ts';
import { type Operation, operation, signalOf } from './operation.ts';

/** A GET whose answer is one query function's, and what it cost. */
interface Answered<Query extends TSchema, Answer> extends Pick<Operation, 'operationId' | 'summary' | 'example'> {
  readonly path: `/v1/${string}`;
  readonly querystring: Query;
  /** Without `meta`. */
  readonly answer: TProperties;
  readonly read: (asked: Asked, query: Static<Query>) => Promise<Answer>;
}

export function answerRoute<Query extends TSchema>(
  server: ApiServer,
  deps: RequestDeps,
  { read, path, ...declared }: Answered<Query, object>,
): void {
  server.get(path, { schema: schemaOf(declared) }, async (request, reply) => {
    const query = request.query as Static<Query> & AskedScope;
    const begun = await beginRequest(query, deps, signalOf(reply));
    return { ...(await read(begun, query)), meta: begun.meta() };
  });
}

interface Page {
  readonly page: { readonly next_cursor: string | null };
  /** The one that the first page had. */
  readonly period: Period;
}

/** The same page by page, with the address of the next one in the header Link. */
export function listRoute<Query extends TSchema>(
  server: ApiServer,
  deps: RequestDeps,
  { read, path, ...declared }: Answered<Query, Page>,
): void {
  server.get(path, { schema: schemaOf(declared) }, async (request, reply) => {
    const query = request.query as Static<Query> & AskedScope;
    const begun = await beginRequest(query, deps, signalOf(reply));
    const { period, ...list } = await read(begun, query);
    const next = list.page.next_cursor;
    if (next !== null) reply.header('link', `<${nextUrl(request.url, next)}>; rel="next"`);
    return { ...list, meta: begun.meta(period) };
  });
}

function schemaOf({ answer, ...declared }: Omit<Answered<TSchema, unknown>, 'path' | 'read'>) {
  return operation({ ...declared, tags: ['analytics'], answer: withMeta(answer), problems: [404, 422] });
}

function nextUrl(url: string, cursor: string): string {
  const [path = '', query = ''] = url.split('?');
  const asked = new URLSearchParams(query);
  asked.set('cursor', cursor);
  return `${path}?${asked.toString()}`;
}
