import type { ProblemCode } from './problems.ts';

/** What the page at `/problems/<code>` tells: why it happens, and what helps. */
export const REMEDIES: Readonly<Record<ProblemCode, { readonly cause: string; readonly remedy: string }>> = {
  'invalid-parameter': {
    cause: 'A parameter or a field of the body has a value that it cannot have, or a name that is not known here.',
    remedy: '`errors` names each of them and says what it may be. `/docs` lists all parameters.',
  },
  'invalid-request': {
    cause: 'The address or the body could not be read at all: broken percent signs, broken JSON.',
    remedy: 'Encode the parts of the address; send the body as one JSON object.',
  },
  'cursor-invalid': {
    cause: 'The cursor was changed or cut, or did not come from here.',
    remedy: 'Take `page.next_cursor` of the last answer as it is, or leave the cursor out for the first page.',
  },
  'cursor-mismatch': {
    cause: 'A cursor goes on in one list only; the filters are not those that it came with.',
    remedy: 'Ask with the same filters, or without the cursor for the first page. Only `limit` may change.',
  },
  'query-failed': {
    cause: 'The store cannot run the SQL: a mistake in it, or something that it may not do. Only reading is allowed.',
    remedy: '`detail` is what the store said. The views are mentions, mention_windows and counts.',
  },
  unauthorized: {
    cause: 'This server answers only requests that carry its token.',
    remedy: 'Send `Authorization: Bearer <token>`. A browser asks for it as the password of any name.',
  },
  'host-refused': {
    cause:
      'The server is on loopback, and the Host header names something else: maybe a page that tries to reach it by a name of its own.',
    remedy:
      'Ask it as localhost or 127.0.0.1 with its port. To reach it from other machines set `api.host` and a token.',
  },
  'origin-refused': {
    cause: 'A web page of another origin sent the request.',
    remedy: 'Ask from the page of this server, or from a program, which sends no Origin.',
  },
  'not-found': { cause: 'No route has this address.', remedy: '`/docs` and `/v1/openapi.json` list all of them.' },
  'unknown-timeline': {
    cause: 'No timeline has this name, or nothing was read so far.',
    remedy: '`/v1/status` lists the timelines. Without `timeline` the newest is meant.',
  },
  'unknown-mention': {
    cause:
      'No mention of the timeline has this id: it is of another timeline, was deleted, or its watch was read anew.',
    remedy: 'Take `id` of a row of `/v1/mentions` as it is, and ask with the same `timeline`.',
  },
  'method-not-allowed': {
    cause: 'The address is right, the method is not.',
    remedy: 'The header Allow names the methods that the address takes.',
  },
  'request-timeout': {
    cause: 'A request must have come whole within 30 s.',
    remedy: 'Send it at once; look for what is slow on the way.',
  },
  'body-too-large': {
    cause: 'A body may have 1 MB.',
    remedy: 'Send less: lists of values are better joined from a table than written out.',
  },
  'unsupported-media-type': {
    cause: 'The body is declared as something that is not read here.',
    remedy: 'Send JSON with `Content-Type: application/json`.',
  },
  'query-limit': {
    cause: 'One question may take only so much time, memory and so many rows, so that others get answers, too.',
    remedy:
      'Ask for a shorter period, a coarser interval or fewer watches; take everything with an export, which is streamed.',
  },
  'too-many-points': {
    cause: 'The interval would make more than 3,000 points.',
    remedy: 'Ask for the interval that `detail` names, or leave it out.',
  },
  'upgrade-required': {
    cause: 'The address is a WebSocket, and was asked as a page.',
    remedy: 'Open it as a WebSocket. `/v1/streams/mentions` streams mentions over plain HTTP.',
  },
  'live-limit': {
    cause: 'Sessions, streams, subscriptions and different questions have a bound each.',
    remedy: 'End what nobody looks at, ask for what others already watch, or ask by REST now and then.',
  },
  'slow-consumer': {
    cause: 'Mentions came faster than this client read them, and what waits for one client is bounded.',
    remedy: 'Subscribe again with the last token: it goes on from there, as fast as you read.',
  },
  'head-too-large': {
    cause: 'The address and the headers together may have 16 KB.',
    remedy: 'Ask for fewer watches at once; send long SQL as the body of `POST /v1/query`.',
  },
  internal: {
    cause: 'A mistake in Tideline.',
    remedy: 'The log has its cause under `request_id`. Please report both.',
  },
  overloaded: {
    cause: 'The server has more to do than it can, and answers nobody well if it answers everybody.',
    remedy: 'Try again after the seconds in Retry-After, and then with a growing pause.',
  },
  'store-busy': {
    cause: 'Too many questions are being answered, or the memory of the store is used up.',
    remedy: 'Try again after the seconds in Retry-After; ask for less at once.',
  },
  'store-down': {
    cause: 'The store is starting, was started again, or its disk is full.',
    remedy: 'Try again after the seconds in Retry-After. If it lasts: `npx tideline doctor`.',
  },
};
