import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { storeError } from './errors.ts';

export interface ForwardTarget {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

/** A request of somebody else in ClickHouse's own HTTP interface. */
export interface Forwarded {
  readonly method: 'GET' | 'POST';
  /** `/` or `/ping`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array | undefined;
  /** Ends the connection, and with it the query: the store stops reads whose client has gone. */
  readonly signal: AbortSignal;
}

/** What a client may say beside its query; who it is, it may not. */
const PASSED_ON = [
  'content-type',
  'content-encoding',
  'accept-encoding',
  'user-agent',
  'x-clickhouse-database',
  'x-clickhouse-format',
];
/** As URL parameters they would be another account, or another quota. */
const ACCOUNT_PARAMETERS = ['user', 'password', 'quota_key', 'role'];

/**
 * The answer as the store gives it, its body not read yet, asked for by the target's account whatever the request says. Rejects with a
 * TidelineError when the store cannot be reached, with the signal's reason when it aborts.
 */
export function forwardToStore(
  target: ForwardTarget,
  { method, path, query, headers, body, signal }: Forwarded,
): Promise<IncomingMessage> {
  const asked = new URLSearchParams(query);
  for (const name of ACCOUNT_PARAMETERS) asked.delete(name);
  const url = new URL(`${path}?${asked.toString()}`, target.url);
  const passed = PASSED_ON.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]] as const]));
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method,
      // One connection a request: an idle one would hold up the store's stop.
      agent: false,
      signal,
      headers: {
        ...Object.fromEntries(passed),
        'x-clickhouse-user': target.user,
        'x-clickhouse-key': target.password,
        ...(body && { 'content-length': body.byteLength }),
      },
    });
    sent.once('response', resolve);
    sent.once('error', (error) =>
      reject(signal.aborted ? (signal.reason as Error) : storeError(error, 'a forwarded query')),
    );
    sent.end(body);
  });
}
