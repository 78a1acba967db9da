import { Readable } from 'node:stream';
import { createClient, type ClickHouseClient, type ClickHouseSettings } from '@clickhouse/client';
import { answerStream } from './answer-stream.ts';
import { DATABASE } from './config.ts';
import { storeError } from './errors.ts';

/**
 * Who asks. Each lane has its own connections, so that a slow export cannot hold up an insert or an alert; together they stay
 * below what the store runs at once. A time-out is silence, not duration. An insert's is long because giving up does not undo it.
 */
const LANES = {
  ingest: { connections: 2, timeoutMs: 120_000 },
  dashboards: { connections: 8, timeoutMs: 60_000 },
  alerts: { connections: 2, timeoutMs: 30_000 },
  exports: { connections: 1, timeoutMs: 600_000 },
} as const;

export type Lane = keyof typeof LANES;

export interface ConnectOptions {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly lane: Lane;
}

export interface RequestOptions {
  /** Values of `{name:Type}` in the SQL, bound by the server. The only way data gets into SQL. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** For this request alone. */
  readonly settings?: ClickHouseSettings;
  /** Gives up waiting and rejects with the signal's reason. A read stops in the store, an insert may still take effect. */
  readonly signal?: AbortSignal;
  /** Of unqualified names; the product's own by default. */
  readonly database?: string;
}

/**
 * A store by its URL: the embedded one or a server, over the same wire. Every failure is a TidelineError whose cause is the
 * engine's; `failureClass` says what to do about it. Nothing is repeated here: only the caller knows whether that is harmless.
 */
export interface StoreClient {
  readonly lane: Lane;
  /** A statement without an answer: DDL, SYSTEM, INSERT .. SELECT. */
  command(sql: string, options?: RequestOptions): Promise<void>;
  /** All rows of a query in memory, as objects by column; 64-bit integers are strings. For answers of up to some thousand rows. */
  rows<Row>(sql: string, options?: RequestOptions): Promise<Row[]>;
  /** The answer as bytes in a ClickHouse format, unless the SQL names another; for exports and the command line. Consume or destroy it. */
  stream(sql: string, format: string, options?: RequestOptions): Promise<Readable>;
  /** Sends a body that the statement's FORMAT describes. Resolved: stored, and on disk where the table says so. */
  insert(sql: string, body: Uint8Array, options?: RequestOptions): Promise<void>;
  ping(): Promise<boolean>;
  /** To where the store moved; see `Store.onRestart`. Requests under way fail. */
  moveTo(endpoint: Omit<ConnectOptions, 'lane'>): Promise<void>;
  /** Before the store stops, which cuts off what is under way. */
  close(): Promise<void>;
}

export interface ClientDeps {
  /** The one place that knows how bytes reach the engine; see `overHttp`. */
  readonly transport?: (options: ConnectOptions) => ClickHouseClient;
}

/** Opens no connection yet. */
export function connectStore(options: ConnectOptions, { transport = overHttp }: ClientDeps = {}): StoreClient {
  let client = transport(options);
  return {
    lane: options.lane,
    command: (sql, request) =>
      guarded(sql, request, async () => {
        await client.command({ query: sql, ...paramsOf(request) });
      }),
    rows: <Row>(sql: string, request?: RequestOptions) =>
      guarded(sql, request, async () => {
        const settings = { ...READ_ONLY, output_format_json_quote_64bit_integers: 1 as const, ...request?.settings };
        const answer = await client.query({
          query: sql,
          format: 'JSONEachRow',
          ...paramsOf({ ...request, settings }),
        });
        return answer.json<Row>();
      }),
    stream: (sql, format, request) =>
      guarded(sql, request, async () => {
        const settings = { ...READ_ONLY, ...request?.settings, default_format: format } as ClickHouseSettings;
        const answer = await client.exec({ query: sql, ...paramsOf({ ...request, settings }) });
        return answerStream(answer.stream, exceptionTag(answer.response_headers), `\`${shortened(sql)}\``);
      }),
    insert: (sql, body, request) =>
      guarded(sql, request, async () => {
        const { stream } = await client.exec({ query: sql, values: oneChunk(body), ...paramsOf(request) });
        for await (const _ of stream);
      }),
    ping: async () => (await client.ping()).success,
    moveTo: async (endpoint) => {
      const old = client;
      client = transport({ ...endpoint, lane: options.lane });
      await old.close();
    },
    close: () => client.close(),
  };
}

/**
 * The way back, should the engine lose its listener: the same, with `connection: createChdbConnection({ path })` of
 * `chdb/connection` in the child process instead of `url`. There, settings stick to the session: put them into the SQL text.
 */
function overHttp({ url, user, password, lane }: ConnectOptions): ClickHouseClient {
  return createClient({
    url,
    username: user,
    password,
    application: 'tideline',
    max_open_connections: LANES[lane].connections,
    request_timeout: LANES[lane].timeoutMs,
    keep_alive: { enabled: true, idle_socket_ttl: 2_500, eagerly_destroy_stale_sockets: true },
    log: { level: OFF },
  });
}

/** ClickHouseLogLevel.OFF: the library would write to the console; every error reaches our caller instead. */
const OFF = 127;

/** Reads cannot write, and the engine stops only read-only queries when their client goes away. 2: settings stay free. */
const READ_ONLY = { readonly: '2' };

/** The database travels as a header: as the client's own option it could not differ for one request. */
function paramsOf({ params, settings, signal, database = DATABASE }: RequestOptions = {}) {
  return {
    http_headers: { 'X-ClickHouse-Database': database },
    ...(params && { query_params: { ...params } }),
    ...(settings && { clickhouse_settings: settings }),
    ...(signal && { abort_signal: signal }),
  };
}

async function guarded<T>(sql: string, request: RequestOptions | undefined, work: () => Promise<T>): Promise<T> {
  request?.signal?.throwIfAborted();
  try {
    return await work();
  } catch (error) {
    request?.signal?.throwIfAborted();
    throw storeError(error, `\`${shortened(sql)}\``);
  }
}

function exceptionTag(headers: Readonly<Record<string, string | string[] | undefined>>): string | undefined {
  const tag = headers['x-clickhouse-exception-tag'];
  return typeof tag === 'string' ? tag : undefined;
}

function oneChunk(body: Uint8Array): Readable {
  return Readable.from([body], { objectMode: false });
}

/** Enough of a statement to recognise it. */
function shortened(sql: string): string {
  const line = sql.replace(/\s+/g, ' ').trim();
  return line.length > 120 ? `${line.slice(0, 120)}…` : line;
}
