import { EventEmitter } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import type { WebSocket } from 'ws';
import { manualClock } from '../../tests/support/manual-clock.ts';
import { ApiProblem } from '../problems.ts';
import type { ServerMessage } from '../schemas/live.ts';
import { liveCounters } from './counters.ts';
import type { Hub, Subscription } from './hub.ts';
import { openSession } from './session.ts';
import { bodyOf, type Subscriber } from './subscriber.ts';

/** A socket that keeps what it should send until it is told to send it. */
function fakeSocket() {
  const events = new EventEmitter();
  const inside: { readonly bytes: number; readonly done: () => void }[] = [];
  const frames: string[] = [];
  const calls: string[] = [];
  const state = { isStuck: false, closed: undefined as number | undefined };
  const get = () => inside.reduce((sum, { bytes }) => sum + bytes, 0);
  const socket = Object.defineProperty(events, 'bufferedAmount', { get });
  Object.assign(socket, {
    send(frame: Buffer | string, _options?: object, done: () => void = () => undefined) {
      frames.push(frame.toString());
      inside.push({ bytes: frame.length, done });
      if (!state.isStuck) flush();
    },
    ping: () => void calls.push('ping'),
    terminate: () => void calls.push('terminate'),
    close: (code: number) => void (state.closed = code),
  });
  function flush(): void {
    for (const { done } of inside.splice(0)) done();
  }
  return {
    socket: socket as unknown as WebSocket,
    calls,
    state,
    flush,
    said: () => frames.map((frame) => JSON.parse(frame) as ServerMessage & { id?: string; seq?: number }),
    hear: (message: unknown) => void events.emit('message', Buffer.from(JSON.stringify(message)), false),
    hearText: (text: string, isBinary = false) => void events.emit('message', Buffer.from(text), isBinary),
    emit: (event: string) => void events.emit(event),
  };
}

/** A session of a hub that only remembers who subscribed. */
function session() {
  const { clock, advance } = manualClock();
  const counters = liveCounters();
  const joined: (Subscription & { subscriber: Subscriber })[] = [];
  const left: string[] = [];
  const hub: Hub = {
    subscribe(asked, subscriber) {
      if (asked.filter !== undefined) throw new ApiProblem('invalid-parameter', 'wrong filter');
      joined.push({ ...asked, subscriber });
      return () => void left.push(asked.channel);
    },
  };
  const fake = fakeSocket();
  const { end } = openSession(fake.socket, {
    id: 's1',
    hub,
    clock,
    counters,
    report: () => undefined,
    turn: (work) => work(),
  });
  onTestFinished(() => fake.emit('close'));
  return { ...fake, end, advance, counters, joined, left };
}

const subscribe = (id: string, channel = 'mentions') => ({ type: 'subscribe', id, channel });

test('it says hello, counts the messages of each subscription from 1, and shares their bodies', () => {
  const { hear, said, joined } = session();
  hear(subscribe('a'));
  hear(subscribe('b', 'kpis'));
  const body = bodyOf('t', { some: 'thing' });
  for (const { subscriber } of [...joined, ...joined]) subscriber.deliver('delta', body);
  joined[0]?.subscriber.miss('trimmed');
  const delta = { type: 'delta', token: 't', data: { some: 'thing' } };
  expect(said()).toEqual([
    { type: 'hello', session: 's1', heartbeat_s: 15, server_time: '1970-01-01T00:00:00.000Z' },
    { ...delta, id: 'a', seq: 1 },
    { ...delta, id: 'b', seq: 1 },
    { ...delta, id: 'a', seq: 2 },
    { ...delta, id: 'b', seq: 2 },
    { type: 'resume_miss', id: 'a', reason: 'trimmed' },
  ]);
});

test('a subscription ends when it is taken back, replaced or failed, and then says nothing more', () => {
  const { hear, said, joined, left, counters } = session();
  hear(subscribe('a'));
  hear(subscribe('a', 'kpis'));
  hear(subscribe('b', 'series'));
  hear({ type: 'unsubscribe', id: 'b' });
  joined[1]?.subscriber.fail(new ApiProblem('too-many-points', 'no'));
  expect(left).toEqual(['mentions', 'series', 'kpis']);
  for (const { subscriber } of joined) subscriber.deliver('delta', bodyOf('t', {}));
  expect(said().slice(1)).toMatchObject([
    { type: 'error', id: 'a', problem: { code: 'too-many-points', status: 422 } },
  ]);
  expect(counters.subscriptions).toBe(0);
});

test('a filter that is wrong is an error of its subscription alone', () => {
  const { hear, said, state } = session();
  hear({ ...subscribe('a'), filter: { nonsense: 1 } });
  expect(said().at(-1)).toMatchObject({ type: 'error', id: 'a', problem: { code: 'invalid-parameter' } });
  expect(state.closed).toBeUndefined();
});

test.each([
  'no json',
  '[]',
  '{"type":"subscribe","id":"a"}',
  '{"type":"subscribe","id":"a","channel":"secrets"}',
  '{"type":"subscribe","id":1,"channel":"kpis"}',
  '{"type":"destroy","id":"a"}',
])('%s ends the session as malformed', (text) => {
  const { hearText, state } = session();
  hearText(text);
  expect(state.closed).toBe(4400);
});

test('a frame of bytes ends it, too', () => {
  const { hearText, state } = session();
  hearText('{"type":"unsubscribe","id":"a"}', true);
  expect(state.closed).toBe(4400);
});

test('more than 32 subscriptions, or a flood of messages, end the session', async () => {
  const many = session();
  for (let i = 0; i < 33; i++) many.hear(subscribe(`s${i}`));
  expect(many.said().at(-1)).toMatchObject({ type: 'error', id: 's32', problem: { code: 'live-limit' } });
  expect(many.state.closed).toBe(4429);
  expect(many.left).toHaveLength(32);
  const flood = session();
  for (let i = 0; i < 101; i++) flood.hear({ type: 'unsubscribe', id: 'a' });
  expect(flood.state.closed).toBe(4429);
});

test('who reads mentions too slowly is told so and sent away, without waiting for him', () => {
  const { hear, joined, said, state, counters, left } = session();
  hear(subscribe('a'));
  hear(subscribe('b', 'kpis'));
  state.isStuck = true;
  const big = bodyOf('t', 'x'.repeat(100_000));
  for (let i = 0; i < 14; i++) joined[0]?.subscriber.deliver('delta', big);
  expect(state.closed).toBe(4408);
  expect(said().slice(-2)).toMatchObject([
    { type: 'error', id: 'a', problem: { code: 'slow-consumer' } },
    { type: 'error', id: 'b', problem: { code: 'slow-consumer' } },
  ]);
  expect(left).toEqual(['mentions', 'kpis']);
  expect(counters).toMatchObject({ slow: 1, subscriptions: 0 });
});

test('who reads numbers too slowly misses some, and sees it by the count', () => {
  const { hear, joined, said, state, counters, flush } = session();
  hear(subscribe('b', 'kpis'));
  state.isStuck = true;
  const big = bodyOf('t', 'x'.repeat(100_000));
  for (let i = 0; i < 30; i++) joined[0]?.subscriber.deliver('delta', big);
  state.isStuck = false;
  flush();
  const seqs = said().flatMap(({ seq }) => seq ?? []);
  expect(state.closed).toBeUndefined();
  expect(seqs.slice(-3)).toEqual([28, 29, 30]);
  expect(counters.drops).toBe(30 - seqs.length);
  expect(counters.drops).toBeGreaterThan(0);
});

test('a client is pinged, and one that answers no ping is gone by the next', async () => {
  const { advance, calls, emit } = session();
  await advance(15_000);
  emit('pong');
  await advance(15_000);
  expect(calls).toEqual(['ping', 'ping']);
  await advance(15_000);
  expect(calls).toEqual(['ping', 'ping', 'terminate']);
});

test('when the server stops the session ends with 1012, and takes its subscriptions along', () => {
  const { hear, end, state, left } = session();
  hear(subscribe('a'));
  end('stopping', 'the server stops');
  hear(subscribe('b'));
  expect([state.closed, left]).toEqual([1012, ['mentions']]);
});
