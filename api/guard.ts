import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { TidelineError } from '../runtime/errors.ts';
import { ApiProblem } from './problems.ts';

export interface GuardOptions {
  /** Where the server listens. */
  readonly host: string;
  /** Needed beyond loopback; where there is one, every request must carry it. */
  readonly token?: string;
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1', '[::1]']);

/** Answer before anything is known of the caller: they tell nothing but that somebody is there. */
const OPEN = new Set(['/livez', '/readyz']);

/** For whoever watches the process: without a token, and when it has too much to do. */
export function isOpen(url: string): boolean {
  return OPEN.has(pathOf(url));
}

function pathOf(url: string): string {
  return url.split('?')[0] ?? '';
}

/** The port that the server got, once it listens. */
type PortOf = () => number | undefined;

/** A request, or the wish for a socket. */
export interface Asker {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** `isAdmitted` is asked in the place of a token, and only when nothing else is wrong. */
export type Guard = (asker: Asker, isAdmitted?: () => boolean) => void;

/**
 * Refuses whoever should not be here, before anything is read. On loopback: a page of another site that reaches us by a name
 * of its own (DNS rebinding) says so in Host, one that just asks says so in Origin. Elsewhere: whoever has no token.
 * @throws TidelineError CONFIG_INVALID at once when the address is not loopback and there is no token.
 */
export function createGuard({ host, token }: GuardOptions, portOf: PortOf): Guard {
  const isLocal = LOOPBACK.has(host);
  if (!isLocal && (token ?? '') === '') {
    throw new TidelineError(
      'CONFIG_INVALID',
      `The API may listen on ${host} only with a token: others reach that address. Set one, or listen on 127.0.0.1.`,
    );
  }
  return ({ url, headers }, isAdmitted = () => false) => {
    const asked = headers.host ?? '';
    if (isLocal) checkHost(asked, portOf());
    checkOrigin(headers.origin, asked);
    if (token !== undefined && !isOpen(url) && !isAdmitted()) checkToken(givenToken({ url, headers }), token);
  };
}

function checkHost(host: string, port: number | undefined): void {
  const url = URL.parse(`http://${host}`);
  const right = url !== null && LOOPBACK.has(url.hostname) && (port === undefined || Number(url.port || 80) === port);
  if (!right || url.username !== '' || url.pathname !== '/') {
    throw new ApiProblem(
      'host-refused',
      `This server is on loopback: ask it as localhost, not as ${JSON.stringify(host)}.`,
    );
  }
}

function checkOrigin(origin: string | undefined, host: string): void {
  if (origin === undefined) return;
  const url = URL.parse(origin);
  if (url !== null && url.host !== '' && sameHost(url, host)) return;
  throw new ApiProblem('origin-refused', `A page of ${JSON.stringify(origin)} may not ask this server.`);
}

/** Also when one of them spells the scheme's own port out. */
function sameHost(origin: URL, host: string): boolean {
  return URL.parse(`${origin.protocol}//${host}`)?.host === origin.host;
}

/** ClickHouse's clients send a password their own way, or as Basic. */
function givenToken({ url, headers }: Asker): string | undefined {
  const key = /^\/clickhouse(?:\/|$)/.test(pathOf(url)) ? headers['x-clickhouse-key'] : undefined;
  return typeof key === 'string' ? key : tokenIn(headers.authorization ?? '');
}

function checkToken(given: string | undefined, token: string): void {
  if (given !== undefined && timingSafeEqual(digest(given), digest(token))) return;
  throw new ApiProblem(
    'unauthorized',
    'Send the header `Authorization: Bearer <token>` with the token of this server; a browser asks for it as the password of any name.',
  );
}

/** Basic is for browsers: they ask for it once, and then the page and its socket need to know nothing of tokens. */
function tokenIn(authorization: string): string | undefined {
  const [, scheme = '', credentials = ''] = /^(Bearer|Basic) +(\S+)$/i.exec(authorization) ?? [];
  if (scheme.toLowerCase() !== 'basic') return credentials === '' ? undefined : credentials;
  const text = Buffer.from(credentials, 'base64').toString();
  return text.includes(':') ? text.slice(text.indexOf(':') + 1) : undefined;
}

/** Of equal length, as the comparison wants it. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
