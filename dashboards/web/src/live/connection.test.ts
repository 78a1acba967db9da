import { describe, expect, test } from 'vitest';
import type { Channel } from '../../../../api/schemas/live.ts';
import { type FakeAmbient, type FakeSocket, fakeAmbient } from '../testing/fake-ambient.ts';
import { type Connection, createConnection } from './connection.ts';
import type { Update } from './protocol.ts';

const HELLO = { type: 'hello', session: 'one', heartbeat_s: 15, server_time: '2026-01-31T12:00:00.000Z' } as const;

function latest({ sockets }: FakeAmbient): FakeSocket {
  const socket = sockets.at(-1);
  if (socket === undefined) throw new Error('no socket was opened');
  return socket;
}

function listen(connection: Connection, channel: Channel = 'mentions') {
  const updates: Update[] = [];
  const refusals: string[] = [];
  const stop = connection.subscribe({
    channel,
    filter: { platform: 'plaza' },
    onUpdate: (update) => void updates.push(update),
    onRefused: (detail) => void refusals.push(detail),
  });
  return { updates, refusals, stop };
}

const change = (type: 'snapshot' | 'delta', id: string, seq: number) =>
  ({ type, id, seq, token: `after ${seq}`, data: seq }) as const;

/** The time goes on while the server says something every 5 s, which nobody asked for. */
function passTalking(ambient: FakeAmbient, ms: number): void {
  for (let left = ms; left > 0; left -= 5_000) {
    ambient.pass(Math.min(left, 5_000));
    latest(ambient).say(change('delta', 'of another', 1));
  }
}

describe('a connection', () => {
  test('asks for its subscriptions once the server has said hello', () => {
    const ambient = fakeAmbient();
    const connection = createConnection(ambient);
    listen(connection);
    expect(latest(ambient)).toMatchObject({ path: '/v1/live', sent: [] });
    latest(ambient).say(HELLO);
    expect(connection.state()).toEqual({ kind: 'open' });
    expect(latest(ambient).sent).toEqual([
      { type: 'subscribe', id: 's2', channel: 'mentions', filter: { platform: 'plaza' } },
    ]);
  });

  test('hands on snapshots and deltas, and passes over those of subscriptions that are gone', () => {
    const ambient = fakeAmbient();
    const connection = createConnection(ambient);
    latest(ambient).say(HELLO);
    const { updates, stop } = listen(connection);
    latest(ambient).say(change('snapshot', 's1', 1));
    latest(ambient).say(change('delta', 's1', 2));
    latest(ambient).say(change('delta', 'another', 1));
    stop();
    latest(ambient).say(change('delta', 's1', 3));
    expect(updates).toEqual([
      { isWhole: true, data: 1 },
      { isWhole: false, data: 2 },
    ]);
    expect(latest(ambient).sent.at(-1)).toEqual({ type: 'unsubscribe', id: 's1' });
  });

  test('subscribes again behind the last message when the numbers jump, and ignores the rest of the old one', () => {
    const ambient = fakeAmbient();
    const connection = createConnection(ambient);
    latest(ambient).say(HELLO);
    const { updates } = listen(connection);
    latest(ambient).say(change('snapshot', 's1', 1));
    latest(ambient).say(change('delta', 's1', 3));
    latest(ambient).say(change('delta', 's1', 4));
    expect(updates).toHaveLength(1);
    expect(latest(ambient).sent.slice(1)).toEqual([
      { type: 'unsubscribe', id: 's1' },
      { type: 'subscribe', id: 's2', channel: 'mentions', filter: { platform: 'plaza' }, resume: 'after 1' },
    ]);
  });

  test('resumes after the server went and came back', () => {
    const ambient = fakeAmbient();
    const connection = createConnection(ambient);
    latest(ambient).say(HELLO);
    listen(connection);
    latest(ambient).say(change('snapshot', 's1', 1));
    latest(ambient).close();
    expect(connection.state()).toEqual({ kind: 'waiting', attempt: 1, since: ambient.now() });
    ambient.pass(500);
    expect(ambient.sockets).toHaveLength(2);
    latest(ambient).say(HELLO);
    expect(latest(ambient).sent).toEqual([expect.objectContaining({ resume: 'after 1', id: 's2' })]);
  });

  test('waits longer after each try that failed, and counts from the begin again once it was open', () => {
    const ambient = fakeAmbient();
    createConnection(ambient);
    const waits = [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000];
    for (const [index, wait] of waits.entries()) {
      latest(ambient).close();
      ambient.pass(wait - 1);
      expect(ambient.sockets).toHaveLength(index + 1);
      ambient.pass(1);
      expect(ambient.sockets).toHaveLength(index + 2);
    }
    latest(ambient).say(HELLO);
    latest(ambient).close();
    ambient.pass(500);
    expect(ambient.sockets).toHaveLength(waits.length + 2);
  });

  test('gives a server up that is silent for longer than a status takes', () => {
    const ambient = fakeAmbient();
    const connection = createConnection(ambient);
    latest(ambient).say(HELLO);
    listen(connection);
    ambient.pass(11_999);
    expect(connection.state().kind).toBe('open');
    const [first] = ambient.sockets;
    ambient.pass(1);
    expect(connection.state().kind).toBe('waiting');
    expect(first?.isClosed()).toBe(true);
  });

  test('asks for nothing after a minute out of sight, and goes on where it was when it is looked at again', () => {
    const ambient = fakeAmbient();
    const connection = createConnection(ambient);
    latest(ambient).say(HELLO);
    const { updates } = listen(connection);
    latest(ambient).say(change('snapshot', 's1', 1));
    ambient.hide(true);
    passTalking(ambient, 59_999);
    expect(latest(ambient).sent).toHaveLength(1);
    ambient.pass(1);
    expect(latest(ambient).sent.at(-1)).toEqual({ type: 'unsubscribe', id: 's1' });
    ambient.pass(10 * 600_000);
    expect(connection.state().kind).toBe('open');
    ambient.pass(11_000);
    ambient.hide(false);
    expect(latest(ambient).sent.at(-1)).toMatchObject({ type: 'subscribe', id: 's2', resume: 'after 1' });
    ambient.pass(11_000);
    expect(connection.state().kind).toBe('open');
    latest(ambient).say(change('delta', 's2', 1));
    expect(updates).toHaveLength(2);
  });

  test('a glance away changes nothing', () => {
    const ambient = fakeAmbient();
    const connection = createConnection(ambient);
    latest(ambient).say(HELLO);
    listen(connection);
    ambient.hide(true);
    passTalking(ambient, 30_000);
    ambient.hide(false);
    passTalking(ambient, 60_000);
    expect(latest(ambient).sent).toHaveLength(1);
  });

  test('says why a subscription is refused', () => {
    const ambient = fakeAmbient();
    const connection = createConnection(ambient);
    latest(ambient).say(HELLO);
    const { refusals } = listen(connection);
    const problem = { type: '', title: '', status: 404, detail: 'There is no such timeline.', instance: '', code: '' };
    latest(ambient).say({ type: 'error', id: 's1', problem: { ...problem, request_id: '' } });
    expect(refusals).toEqual(['There is no such timeline.']);
    // Of whom nothing is to be heard, silence is no loss.
    ambient.pass(60_000);
    expect(connection.state().kind).toBe('open');
  });
});
