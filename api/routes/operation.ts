import type { FastifyReply, FastifySchema } from 'fastify';
import { type TSchema, Type } from 'typebox';

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly params?: TSchema;
  readonly querystring?: TSchema;
  readonly headers?: TSchema;
  readonly body?: TSchema;
  /** Of status 200: a schema of JSON, or the media types of a stream. */
  readonly answer: TSchema | readonly string[];
  readonly example?: unknown;
  /** Of the problems, beside those that every operation may have. */
  readonly problems?: readonly number[];
}

/** Bad parameters, no token, wrong host, too slow, too long, our mistake, no store. */
const COMMON = [400, 401, 403, 408, 431, 500, 503];

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request is not valid',
  401: 'A token is needed',
  403: 'Refused by Host or Origin',
  404: 'Not found',
  408: 'The request came too slowly',
  413: 'The body is too large',
  415: 'The body has another type than JSON',
  422: 'Too much was asked for',
  429: 'Too many at once',
  431: 'The address or the headers are too long',
  500: 'A mistake of ours',
  503: 'The store is busy or away; see Retry-After',
};

/** One declaration: checks the request, writes the answer, and documents both. */
export function operation({
  answer,
  example,
  problems = [],
  operationId,
  summary,
  tags,
  ...asked
}: Operation): FastifySchema {
  const response: Record<string, unknown> = { 200: success(answer, example) };
  for (const status of [...COMMON, ...problems].toSorted((a, b) => a - b)) {
    const content = { 'application/problem+json': { schema: Type.Ref('Problem#') } };
    response[status] = { description: TITLES[status], content };
  }
  return { operationId, summary, tags: [...tags], ...asked, response };
}

function success(answer: TSchema | readonly string[], example: unknown): unknown {
  const content = isStream(answer)
    ? Object.fromEntries(answer.map((type) => [type, { schema: type === 'application/json' ? OF_THE_STORE : BYTES }]))
    : { 'application/json': { schema: answer, ...(example !== undefined && { example }) } };
  return { description: 'The answer', content };
}

const BYTES = Type.String({ format: 'binary' });
const OF_THE_STORE = Type.Object(
  { data: Type.Array(Type.Object({})) },
  { description: 'As the store writes JSON: also `meta` with names and types, `rows` and `statistics`.' },
);

function isStream(answer: TSchema | readonly string[]): answer is readonly string[] {
  return Array.isArray(answer);
}

/** Aborts when whoever asked has gone before the answer was written: the store stops working on it. */
export function signalOf(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort(new Error('the client has gone'));
  });
  return gone.signal;
}
