import { expect, test } from 'vitest';
import { fakeAmbient } from '../testing/fake-ambient.ts';
import { createLive } from './live.ts';
import type { KpisAnswer } from './protocol.ts';

const HELLO = { type: 'hello', session: 'one', heartbeat_s: 15, server_time: '2026-01-31T12:00:00.000Z' } as const;
const kpi = (value: number) => ({ value, previous: null, delta: null, sparkline: [] });

test('a delta of the key numbers replaces the cards that changed', () => {
  const ambient = fakeAmbient();
  const live = createLive(ambient);
  const topic = live.kpis({ range: '1h' });
  topic.listen(() => undefined);
  const [socket] = ambient.sockets;
  socket?.say(HELLO);
  const kpis = { mentions: kpi(1), reach: kpi(2) };
  socket?.say({ type: 'snapshot', id: 's2', seq: 1, token: 'a', data: { kpis, meta: { rows_read: 1 } } });
  socket?.say({
    type: 'delta',
    id: 's2',
    seq: 2,
    token: 'b',
    data: { kpis: { mentions: kpi(3) }, meta: { rows_read: 2 } },
  });
  expect(topic.latest()).toEqual({
    kpis: { mentions: kpi(3), reach: kpi(2) },
    meta: { rows_read: 2 },
  } satisfies object);
  expect(
    topic.latest()?.kpis.share_of_voice satisfies KpisAnswer['kpis']['share_of_voice'] | undefined,
  ).toBeUndefined();
});

test('the same filter is one subscription, another one is another', () => {
  const ambient = fakeAmbient();
  const live = createLive(ambient);
  expect(live.mentions({ platform: 'plaza' })).toBe(live.mentions({ platform: 'plaza' }));
  expect(live.mentions({ platform: 'plaza' })).not.toBe(live.mentions({}));
});

test('resuming shows at once what came while the page was paused, and pausing is remembered', () => {
  const ambient = fakeAmbient();
  const live = createLive(ambient);
  const topic = live.mentions({});
  topic.listen(() => undefined);
  const [socket] = ambient.sockets;
  socket?.say(HELLO);
  socket?.say({ type: 'snapshot', id: 's2', seq: 1, token: 'a', data: { items: [] } });
  ambient.pass(1_000);
  live.pause.set(true);
  socket?.say({ type: 'delta', id: 's2', seq: 2, token: 'b', data: { items: [{ id: 'm' }], of: 1, seconds: 1 } });
  ambient.pass(5_000);
  expect([topic.shown()?.items.length, topic.latest()?.heard]).toEqual([0, 1]);
  expect(createLive(ambient).pause.isPaused()).toBe(true);
  live.pause.set(false);
  expect(topic.shown()?.items).toEqual([{ id: 'm' }]);
});

test('a status is kept with the time it was heard at, however long the screen stands still', () => {
  const ambient = fakeAmbient();
  const topic = createLive(ambient).status({});
  topic.listen(() => undefined);
  const [socket] = ambient.sockets;
  socket?.say(HELLO);
  ambient.pass(700);
  const heardAt = ambient.now();
  socket?.say({ type: 'snapshot', id: 's2', seq: 1, token: 'a', data: { now: '2026-02-28T08:00:00.000Z', speed: 60 } });
  ambient.pass(3_000);
  expect(topic.latest()).toEqual({ now: '2026-02-28T08:00:00.000Z', speed: 60, heardAt });
});
