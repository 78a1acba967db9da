import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import type { StoreClient } from '../../runtime/clickhouse/client.ts';
import { systemClock } from '../../runtime/time/clock.ts';
import { liveClient } from '../../tests/support/live-client.ts';
import { createApi } from '../server.ts';

const TOKEN = 'a-token-of-sixteen-or-more';
const bearer = { authorization: `Bearer ${TOKEN}` };

/** A server without any data, listening. */
async function listening(token?: string) {
  const never = () => Promise.reject(new Error('not for the sockets'));
  const asking = { command: never, rows: never, insert: never, stream: never, moveTo: never };
  const client: StoreClient = { lane: 'dashboards', ...asking, ping: never, close: () => Promise.resolve() };
  let ids = 0;
  const server = await createApi(token === undefined ? {} : { token }, {
    client,
    exports: client,
    viewer: client,
    clock: systemClock,
    status: () => ({ state: 'live', since: null, sources: [] }),
    requestId: () => `id${ids++}`,
  });
  onTestFinished(() => server.close());
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  return { url, server };
}

test('without data there is a session, and nothing to subscribe to', async () => {
  const { url } = await listening();
  const client = await liveClient(url);
  client.subscribe('a', 'mentions');
  await client.until(() => client.told().length === 2);
  expect(client.told()).toMatchObject([
    { type: 'hello', heartbeat_s: 15 },
    { type: 'error', id: 'a', problem: { code: 'unknown-timeline' } },
  ]);
});

test('a filter is read as the parameters of its route are, and what is wrong with it is said', async () => {
  const { url } = await listening();
  const client = await liveClient(url);
  client.subscribe('a', 'series', { interval: '7m', wath: 'acme' });
  await client.until(() => client.told('a').length === 1);
  const [{ problem } = {}] = client.told('a');
  expect(problem?.code).toBe('invalid-parameter');
  expect(problem?.errors?.map(({ pointer }) => pointer).toSorted()).toEqual(['/interval', '/wath']);
});

test('with a token only who carries it gets a session; who does not is told in a way that a browser sees', async () => {
  const { url } = await listening(TOKEN);
  const stranger = await liveClient(url);
  expect(await stranger.closed).toMatchObject({ code: 4401 });
  const wrong = await liveClient(url, { authorization: 'Bearer another-token-of-this-size' });
  expect(await wrong.closed).toMatchObject({ code: 4401 });
  const friend = await liveClient(url, bearer);
  await friend.until(() => friend.told()[0]);
});

test('a ticket opens one session, and only who has the token gets one', async () => {
  const { url } = await listening(TOKEN);
  const address = new URL('/v1/live/tickets', url);
  expect((await fetch(address, { method: 'POST' })).status).toBe(401);
  const answer = await fetch(address, { method: 'POST', headers: bearer });
  const { ticket, expires_in_s: life } = (await answer.json()) as { ticket: string; expires_in_s: number };
  expect(life).toBe(60);
  const opened = await liveClient(`${url}/v1/live?ticket=${ticket}`);
  await opened.until(() => opened.told()[0]);
  const again = await liveClient(`${url}/v1/live?ticket=${ticket}`);
  expect(await again.closed).toMatchObject({ code: 4401 });
});

test('asked as a page, the address says that it is a socket', async () => {
  const { url } = await listening();
  const answer = await fetch(new URL('/v1/live', url));
  expect([answer.status, await answer.json()]).toMatchObject([426, { code: 'upgrade-required' }]);
});

test('when the server closes, every session ends with 1012', async () => {
  const { url, server } = await listening();
  const client = await liveClient(url);
  await client.until(() => client.told()[0]);
  await server.close();
  expect(await client.closed).toMatchObject({ code: 1012 });
});

test.for(['/v1', '//', '//:0/v1/live'])('there is no socket at %s, and the server goes on', async (path) => {
  const { url } = await listening();
  const headers = { connection: 'upgrade', upgrade: 'websocket' };
  const [answer] = (await once(get(url, { path, headers }), 'response')) as [IncomingMessage];
  expect([answer.statusCode, JSON.parse(await text(answer))]).toMatchObject([404, { code: 'not-found' }]);
  expect((await fetch(new URL('/livez', url))).status).toBe(200);
});

test('who offers another protocol than WebSocket is answered as if he had not', async () => {
  const { url } = await listening();
  const headers = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAMAAABkAAQAAP__' };
  const [answer] = (await once(get(new URL('/livez', url), { headers }), 'response')) as [IncomingMessage];
  expect([answer.statusCode, await text(answer)]).toEqual([200, '{"status":"ok"}']);
});

test('clients that never end their half of a connection do not hold up the stop of the server', async () => {
  const { url, server } = await listening(TOKEN);
  const { host, hostname, port } = new URL(url);
  const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13';
  const asked = (path: string) =>
    `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n${upgrade}\r\nSec-WebSocket-Key: ${btoa('0123456789abcdef')}\r\n\r\n`;
  for (const said of [asked('/v1/live'), asked('/elsewhere'), 'no HTTP\r\n\r\n']) {
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true }).on('error', () => undefined);
    onTestFinished(() => void socket.destroy());
    socket.write(said);
    await once(socket, 'data');
  }
  await server.close();
  expect(server.server.listening).toBe(false);
});

test('a message that is too large ends the session', async () => {
  const { url } = await listening();
  const client = await liveClient(url);
  client.send(`{"type":"unsubscribe","id":"${'x'.repeat(20_000)}"}`);
  expect(await client.closed).toMatchObject({ code: 1009 });
});
