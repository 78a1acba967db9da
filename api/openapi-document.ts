import { connectStore } from '../runtime/clickhouse/client.ts';
import { createApi } from './server.ts';

/** The document as it is committed. No store is asked: the routes know it all. */
export async function openapiDocument(): Promise<string> {
  const client = connectStore({ url: 'http://127.0.0.1:1', user: '', password: '', lane: 'dashboards' });
  const server = await createApi(
    {},
    {
      client,
      exports: client,
      viewer: client,
      clock: { now: () => 0, sleep: () => Promise.resolve() },
      status: () => ({ state: 'stopped', since: null, sources: [] }),
      requestId: () => 'none',
    },
  );
  const { body } = await server.inject({ url: '/v1/openapi.json' });
  await Promise.all([server.close(), client.close()]);
  return `${JSON.stringify(JSON.parse(body), null, 2)}\n`;
}
