import { lookup, promises as dns } from 'node:dns';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, get } from 'node:http';
import { type AddressInfo, connect, type ListenOptions } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { network } from './setup.ts';
import { runPlanted } from './support/planted-run.ts';

/** Addresses that belong to nobody (RFC 5737, RFC 3849, RFC 2606), so that a broken guard reaches nobody either. */
const FAR = '192.0.2.1';
const FAR_6 = '2001:db8::1';
const FAR_NAME = 'far.invalid';

async function serve(options: ListenOptions): Promise<AddressInfo> {
  const server = createServer((_request, response) => response.end('here'));
  onTestFinished(() => void server.close());
  server.listen(options);
  await once(server, 'listening');
  return server.address() as AddressInfo;
}

describe('a test that reaches beyond loopback is refused:', () => {
  test.each<[string, string, () => unknown]>([
    ['a socket by port and host', FAR, () => connect(9, FAR)],
    ['a socket by options', FAR_6, () => connect({ port: 9, host: FAR_6 })],
    ['a name', FAR_NAME, () => connect(9, FAR_NAME)],
    ['TLS', FAR, () => connectTls(9, FAR)],
    ['HTTP', FAR, () => get(`http://${FAR}/`)],
    ['fetch', FAR, () => fetch(`http://${FAR}/`)],
    ['a look-up', FAR_NAME, () => lookup(FAR_NAME, () => undefined)],
    ['a look-up by promise', FAR_NAME, () => dns.lookup(FAR_NAME)],
    ['a resolver', FAR_NAME, () => dns.resolve4(FAR_NAME)],
    ['every interface', '0.0.0.0', () => connect(9, '0.0.0.0')],
  ])('%s', async (_way, host, reach) => {
    await expect((async () => reach())()).rejects.toThrow(/Tests connect to this machine only|fetch failed/);
    expect(network.takeAttempts()).toEqual([host]);
  });
});

describe('loopback is not refused:', () => {
  test.each<[string, ListenOptions]>([
    ['127.0.0.1', { host: '127.0.0.1', port: 0 }],
    ['localhost', { host: 'localhost', port: 0 }],
  ])('%s', async (host, options) => {
    const { port } = await serve(options);
    expect(await (await fetch(`http://${host}:${port}/`)).text()).toBe('here');
    const socket = connect(port, host);
    await once(socket, 'connect');
    socket.destroy();
    expect(network.takeAttempts()).toEqual([]);
  });

  test('a socket of the file system', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tideline-socket-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 's');
    await serve({ path });
    const socket = connect(path);
    await once(socket, 'connect');
    socket.destroy();
    expect(network.takeAttempts()).toEqual([]);
  });
});

test('a test fails even when the code under test swallows the refusal', () => {
  const swallowing = `fetch('http://${FAR}/').catch(() => undefined)`;
  expect(runPlanted({ 'a.test.js': `test('x', async () => { await ${swallowing}; });` }).at(-1)).toBe(
    '0 passed, 1 failed',
  );
});
