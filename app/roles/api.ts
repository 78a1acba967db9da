import { randomUUID } from 'node:crypto';
import type { PipelineStatus } from '../../api/schemas/answers.ts';
import type { Present } from '../../api/request.ts';
import { createApi } from '../../api/server.ts';
import { connectStore, type Lane, type StoreClient } from '../../runtime/clickhouse/client.ts';
import type { StoreEndpoint } from '../../runtime/clickhouse/starter.ts';
import type { Store } from '../../runtime/clickhouse/supervisor.ts';
import { messageOf, TidelineError } from '../../runtime/errors.ts';
import type { Watch } from '../../schemas/watch.ts';
import type { ApiAccess } from '../api-access.ts';
import type { CommandIo } from '../io.ts';
import { PAGE_DIRECTORY } from '../page-directory.ts';
import { liveFeed } from './live-feed.ts';
import type { Room } from '../compose.ts';

/** Every address of this machine: none that a browser could open. */
const WILDCARDS = new Set(['0.0.0.0', '::']);
/** What is being answered may end until then; a slow reader of an export would take minutes. */
const STOP_MS = 5_000;

export interface RunningApi {
  /** For people of this machine. */
  readonly url: string;
  stop(): Promise<void>;
}

const own = ({ user, password }: StoreEndpoint): StoreEndpoint['viewer'] => ({ user, password });

/** What the API knows of the timelines without asking the store. */
export interface ApiFacts {
  status(): PipelineStatus;
  /** Of requests that name none; undefined: the newest. */
  readonly home?: string;
  /** A timeline's own present, where it is not the clock's. */
  present?(timeline: string): Present | undefined;
  /** What a timeline listens for; undefined where nobody knows. */
  watches?(timeline: string): Promise<readonly Watch[] | undefined>;
}

/** Whatever else is the matter: while nothing can be stored, that comes first. */
function troubleOf(room: Pick<Room, 'trouble'> | undefined): Pick<PipelineStatus, 'state' | 'reason'> | undefined {
  const reason = room?.trouble();
  return reason === undefined ? undefined : { state: 'stalled', reason };
}

/** The page and the HTTP API over a running store. */
export async function startApi(
  {
    store,
    room,
  }: { readonly store: StoreEndpoint & Pick<Store, 'onRestart'>; readonly room?: Pick<Room, 'engine' | 'trouble'> },
  { host, port, mayMove, token, clickhouse }: ApiAccess,
  facts: ApiFacts,
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
  const { home, ...known } = facts;
  const server = await createApi(
    { host, page: PAGE_DIRECTORY, ...(token !== undefined && { token }), ...(home !== undefined && { home }) },
    {
      ...clients,
      ...known,
      ...(clickhouse && { clickhouse: () => ({ url: store.url, ...store.viewer }) }),
      status: () => ({ ...facts.status(), ...troubleOf(room) }),
      clock: io.clock,
      ...(room !== undefined && { feed: liveFeed(room.engine, io.clock) }),
      requestId: () => randomUUID(),
      report: (error, id) => io.stderr.write(`API, request ${id}: ${messageOf(error)}\n`),
    },
  );
  const listening = await server.listen({ host, port }).catch((error: unknown) => {
    if ((error as { code?: string }).code !== 'EADDRINUSE') throw error;
    if (mayMove) return server.listen({ host, port: 0 });
    throw new TidelineError(
      'USAGE',
      `Port ${port} is taken by another program: choose another with --port or api.port, or leave it out.`,
    );
  });
  return {
    url: WILDCARDS.has(host) ? `http://localhost:${new URL(listening).port}` : listening,
    async stop() {
      const over = new AbortController();
      const cut = io.clock.sleep(STOP_MS, over.signal).then(() => server.server.closeAllConnections());
      cut.catch(() => undefined);
      await server.close();
      over.abort(new Error('the server has stopped'));
      await Promise.all(Object.values(clients).map((client) => client.close()));
    },
  };
}
