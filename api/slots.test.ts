import { expect, test } from 'vitest';
import { createMetrics } from '../runtime/metrics.ts';
import { manualClock } from '../tests/support/manual-clock.ts';
import { createSlots } from './slots.ts';

const NEVER = new AbortController().signal;

function lane(running: number, waiting: number) {
  const { clock, advance } = manualClock();
  const metrics = createMetrics();
  const slots = createSlots({ lane: 'test', running, waiting, waitMs: 1_000 }, { clock, metrics });
  const line = async (name: string) => (await metrics.read()).text.split('\n').find((text) => text.startsWith(name));
  return { advance, slots, line };
}

test('who comes first is served first, and nobody before there is a place', async () => {
  const { slots, line } = lane(1, 2);
  const order: string[] = [];
  const first = await slots.take(NEVER);
  const second = slots.take(NEVER).then((slot) => (order.push('second'), slot));
  const third = slots.take(NEVER).then((slot) => (order.push('third'), slot));
  expect(await line('tideline_store_queries_waiting{')).toMatch(/ 2$/);
  expect(order).toEqual([]);
  first.free('ok');
  first.free('ok');
  (await second).free('ok');
  (await third).free('failed');
  expect(order).toEqual(['second', 'third']);
  expect(await line('tideline_store_queries_running{')).toMatch(/ 0$/);
});

test('a full queue refuses at once, and says that trying again helps', async () => {
  const { slots, line } = lane(1, 1);
  await slots.take(NEVER);
  void slots.take(NEVER);
  await expect(slots.take(NEVER)).rejects.toMatchObject({ code: 'STORE_BUSY', retryable: true });
  expect(await line('tideline_store_queries_refused_total{')).toMatch(/ 1$/);
});

test('who waits too long is refused and leaves his place in the queue', async () => {
  const { slots, advance } = lane(1, 1);
  const held = await slots.take(NEVER);
  const waiting = slots.take(NEVER);
  await Promise.all([expect(waiting).rejects.toMatchObject({ code: 'STORE_BUSY' }), advance(1_000)]);
  const next = slots.take(NEVER);
  held.free('ok');
  await expect(next).resolves.toBeDefined();
});

test('who gives up waiting leaves, and nobody waits for him', async () => {
  const { slots } = lane(1, 2);
  const held = await slots.take(NEVER);
  const gone = new AbortController();
  const waiting = slots.take(gone.signal);
  const next = slots.take(NEVER);
  gone.abort(new Error('gone'));
  await expect(waiting).rejects.toThrow('gone');
  held.free('ok');
  await expect(next).resolves.toBeDefined();
  await expect(slots.take(gone.signal)).rejects.toThrow('gone');
});

test('a turn that comes when nobody wants it any more is passed on', async () => {
  const { slots } = lane(1, 2);
  const held = await slots.take(NEVER);
  const gone = new AbortController();
  const waiting = slots.take(gone.signal);
  const next = slots.take(NEVER);
  gone.abort(new Error('gone'));
  held.free('ok');
  await Promise.allSettled([waiting]);
  await expect(next).resolves.toBeDefined();
});
