import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { PipelineStatus } from '../../api/schemas/answers.ts';
import { createApi } from '../../api/server.ts';
import { connectStore, type Lane, type StoreClient } from '../../runtime/clickhouse/client.ts';
import type { StoreEndpoint } from '../../runtime/clickhouse/starter.ts';
import { messageOf, TidelineError } from '../../runtime/errors.ts';
import type { CommandIo } from '../io.ts';
import type { Running } from './all.ts';

const HOST = '127.0.0.1';
/** When nobody asked for another; if it is taken, the system chooses. */
const USUAL_PORT = 8080;

/** Where `npm run build` puts the page. */
const PAGE = join(import.meta.dirname, '..', '..', 'dashboards', 'web', 'dist');

export interface RunningApi {
  readonly url: string;
  stop(): Promise<void>;
}

const own = ({ user, password }: StoreEndpoint): StoreEndpoint['viewer'] => ({ user, password });

/** The HTTP API over a running store, on loopback. `port` undefined: the usual one, or any. */
export async function startApi(
  { store }: Pick<Running, 'store'>,
  port: number | undefined,
  status: () => PipelineStatus,
  io: Pick<CommandIo, 'clock' | 'stderr'>,
): Promise<RunningApi> {
  const connect = (lane: Lane, at: (endpoint: StoreEndpoint) => StoreEndpoint['viewer']): StoreClient => {
    const client = connectStore({ url: store.url, ...at(store), lane });
    store.onRestart((moved) => void client.moveTo({ url: moved.url, ...at(moved) }).catch(() => undefined));
    return client;
  };
  const clients = {
    client: connect('dashboards', own),
    exports: connect('exports', own),
    viewer: connect('dashboards', ({ viewer }) => viewer),
  };
  const server = await createApi(
    { host: HOST, page: PAGE },
    {
      ...clients,
      clock: io.clock,
      status,
      requestId: () => randomUUID(),
      report: (error, id) => io.stderr.write(`API, request ${id}: ${messageOf(error)}\n`),
    },
  );
  const listen = (on: number): Promise<string> => server.listen({ host: HOST, port: on });
  const url = await listen(port ?? USUAL_PORT).catch((error: unknown) => {
    if ((error as { code?: string }).code !== 'EADDRINUSE') throw error;
    if (port === undefined) return listen(0);
    throw new TidelineError(
      'USAGE',
      `Port ${port} is taken by another program: choose another --port, or leave it out.`,
    );
  });
  return {
    url,
    async stop() {
      await server.close();
      await Promise.all(Object.values(clients).map((client) => client.close()));
    },
  };
}
