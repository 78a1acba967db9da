import fastifyStatic from '@fastify/static';
import type { FastifyReply } from 'fastify';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DAY_MS } from '../../schemas/instants.ts';
import type { ApiServer } from '../server.ts';

export interface PageOptions {
  /** Where the built page is: `index.html`, files with a hash in their name under `assets/`, and `.br` and `.gz` beside what was compressed. */
  readonly directory: string;
}

/** First parts of paths that are the API's, whether or not there is something: a page here would hide a mistake. */
const OF_THE_API = new Set(['v1', 'docs', 'problems', 'metrics', 'livez', 'readyz', 'clickhouse']);

/** Its places and files cost nothing to send: also a server that has too much to do answers, and the page says what is wrong. */
export function isOfThePage(url: string): boolean {
  const [, first = ''] = /^\/([^/?]*)/.exec(url) ?? [];
  return !OF_THE_API.has(first);
}

/**
 * The page runs its own files and asks its own server; the socket is of the same origin. Styles may also be written by scripts, as the
 * component library does: without foreign addresses they can carry nothing away.
 */
const SECURITY = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
} as const;

const YEAR_MS = 365 * DAY_MS;

/**
 * The page at `/`, at every path that it may call its own, and its files. Registered beside routes, it never takes a path of theirs.
 * A page that is not built yet is said to be that, and is there as soon as it is.
 */
export async function pageRoutes(server: ApiServer, { directory: root }: PageOptions): Promise<void> {
  // Files are sent by name below; a folder that does not exist yet is no reason to warn.
  await server.register(fastifyStatic, { root, serve: false, preCompressed: true, suppressWarning: true });
  server.get<{ Params: { '*': string } }>('/*', { schema: { hide: true } }, (request, reply) => {
    const path = request.params['*'];
    if (!isOfThePage(request.url)) return reply.callNotFound();
    if (path.startsWith('assets/')) return reply.sendFile(path, { maxAge: YEAR_MS, immutable: true });
    reply.headers({ ...SECURITY, 'cache-control': 'no-cache' });
    if (isFile(path)) return reply.sendFile(path, { cacheControl: false });
    if (existsSync(join(root, 'index.html'))) return reply.sendFile('index.html', { cacheControl: false });
    return sendUnbuilt(reply);
  });
}

/** `favicon.svg` is a file, `live` a place in the page. */
function isFile(path: string): boolean {
  return /\.\w+$/.test(path);
}

const UNBUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Tideline</title>
<style>body { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem }</style>
<h1>The page is not built</h1>
<p>Run <code>npm run build</code> where Tideline is installed, then reload. Tideline itself runs: the API answers.</p>
<p><a href="/v1/status">What is going on</a> · <a href="/v1/kpis">The newest numbers</a> · <a href="/v1/openapi.json">Everything that can be asked</a></p>
</html>
`;

function sendUnbuilt(reply: FastifyReply): FastifyReply {
  return reply.code(503).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(UNBUILT);
}
