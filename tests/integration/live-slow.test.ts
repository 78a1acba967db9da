import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { liveCounters } from '../../api/live/counters.ts';
import type { Hub } from '../../api/live/hub.ts';
import { openSockets } from '../../api/live/sockets.ts';
import { bodyOf, type Subscriber } from '../../api/live/subscriber.ts';
import { createTickets } from '../../api/live/tickets.ts';
import { systemClock } from '../../runtime/time/clock.ts';
import { liveClient } from '../support/live-client.ts';

/** More than the sockets of one connection hold by themselves. */
const FRAMES = 300;
const BODY = bodyOf('t', 'x'.repeat(100_000));

/** Sockets over a hub that sends what the test says to whoever subscribed. */
async function openHub() {
  const server = createServer().listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const joined = new Set<Subscriber>();
  const hub: Hub = {
    subscribe(_asked, subscriber) {
      joined.add(subscriber);
      return () => void joined.delete(subscriber);
    },
  };
  const counters = liveCounters();
  const tickets = createTickets(systemClock, () => 'ticket');
  const quiet = { guard: () => undefined, report: () => undefined, requestId: () => 'id' };
  const deps = { hub, counters, tickets, clock: systemClock, ...quiet };
  const sockets = openSockets(server, deps);
  onTestFinished(async () => {
    await sockets.stop();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, joined, counters };
}

test('who reads mentions too slowly is told and sent away; who reads beside him waits for nothing', async () => {
  const { url, joined, counters } = await openHub();
  const slow = new WebSocket(`${url.replace('http', 'ws')}/v1/live`);
  onTestFinished(() => slow.terminate());
  const told: { type: string; problem?: { code: string } }[] = [];
  slow.on('message', (data: Buffer) => told.push(JSON.parse(data.toString()) as (typeof told)[number]));
  const closed = once(slow, 'close') as Promise<[number]>;
  await once(slow, 'open');
  slow.send('{"type":"subscribe","id":"s","channel":"mentions"}');
  const fast = await liveClient(url);
  fast.subscribe('f', 'mentions');
  while (joined.size < 2) await new Promise((resolve) => setImmediate(resolve));
  slow.pause();
  for (let i = 1; i <= FRAMES; i++) {
    for (const subscriber of joined) subscriber.deliver('delta', BODY);
    await fast.until(() => fast.told('f').length === i);
  }
  expect(counters).toMatchObject({ slow: 1, sessions: 2, subscriptions: 1 });
  slow.resume();
  expect((await closed)[0]).toBe(4408);
  expect(told.at(-1)).toMatchObject({ type: 'error', problem: { code: 'slow-consumer' } });
  expect(fast.told('f').map(({ seq }) => seq)).toEqual(Array.from({ length: FRAMES }, (_, i) => i + 1));
});
