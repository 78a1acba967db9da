import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { capturedIo, temporaryDirectory } from '../../tests/support/command-io.ts';
import { systemClock, type Clock } from '../../runtime/time/clock.ts';
import type { ApiAccess } from '../api-access.ts';
import { startApi, type ApiFacts, type RunningApi } from './api.ts';

/** Nothing listens there: the API asks its store only when it is asked. */
const nobody = { url: 'http://127.0.0.1:9', user: 'tideline', password: '' };
const store = { ...nobody, viewer: nobody, onRestart: () => () => undefined };
const facts: ApiFacts = { status: () => ({ state: 'idle', since: null, sources: [] }) };

async function apiAt(access: Partial<ApiAccess>, clock: Clock = systemClock): Promise<RunningApi> {
  const usual: ApiAccess = { host: '127.0.0.1', port: 0, mayMove: true, token: undefined, clickhouse: false };
  const { io } = capturedIo(temporaryDirectory(), { clock });
  const api = await startApi({ store }, { ...usual, ...access }, facts, io);
  onTestFinished(() => api.stop());
  return api;
}

async function takenPort(): Promise<number> {
  const server = createServer().listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

test('a port that nobody asked for gives way to another when it is taken', async () => {
  const port = await takenPort();
  const { url } = await apiAt({ port, mayMove: true });
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(url).not.toContain(`:${port}`);
  expect((await fetch(`${url}/livez`)).status).toBe(200);
});

test('a port that somebody asked for does not, and the message says what to do', async () => {
  const port = await takenPort();
  await expect(apiAt({ port, mayMove: false })).rejects.toMatchObject({
    code: 'USAGE',
    message: expect.stringMatching(new RegExp(`^Port ${port} is taken .*--port or api\\.port`)),
  });
});

test('on all addresses it needs a token', async () => {
  await expect(apiAt({ host: '0.0.0.0' })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
});

test('with a token a browser gets the page by its password', async () => {
  const token = '0123456789abcdef';
  const { url } = await apiAt({ token });
  expect((await fetch(url)).status).toBe(401);
  const page = await fetch(url, { headers: { authorization: `Basic ${btoa(`me:${token}`)}` } });
  expect(page.headers.get('content-type')).toMatch(/^text\/html/);
});

test('a request that never ends is cut off when the API stops', async () => {
  const hurried: Clock = { ...systemClock, sleep: () => Promise.resolve() };
  const { url, stop } = await apiAt({}, hurried);
  const { host, hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).on('error', () => undefined);
  const ended = new Promise((resolve) => socket.once('close', resolve));
  const head = `POST /v1/query HTTP/1.1\r\nHost: ${host}\r\nExpect: 100-continue\r\nContent-Type: application/json`;
  socket.write(`${head}\r\nContent-Length: 100\r\n\r\n`);
  await once(socket, 'data');
  await stop();
  await ended;
  expect(socket.destroyed).toBe(true);
});
