import fc from 'fast-check';
import { expect, test } from 'vitest';
import { liveCounters } from './counters.ts';
import { createOutbox } from './outbox.ts';

/** A socket that sends what it is told to. */
function slowWire() {
  const inside: { readonly frame: Buffer; readonly done: () => void }[] = [];
  const sent: string[] = [];
  return {
    sent,
    wire: {
      send: (frame: Buffer, done: () => void) => void inside.push({ frame, done }),
      waitingBytes: () => inside.reduce((sum, { frame }) => sum + frame.length, 0),
    },
    flush(count = Infinity): void {
      for (let i = 0; i < count && inside.length > 0; i++) {
        const [one] = inside.splice(0, 1);
        sent.push(one?.frame.toString('latin1').trim() ?? '');
        one?.done();
      }
    },
  };
}

const LIMIT = 200_000;
const frame = (name: string, bytes = 40_000) => Buffer.from(name.padEnd(bytes));

function outboxOver(limitBytes = LIMIT) {
  const counters = liveCounters();
  const socket = slowWire();
  const overflows = { count: 0 };
  const overflow = () => void (overflows.count += 1);
  return {
    ...socket,
    counters,
    overflows,
    outbox: createOutbox({ limitBytes, overflow, turn: (work) => work() }, socket.wire, counters),
  };
}

test('frames go in order and at once while the client reads', () => {
  const { outbox, flush, sent, counters } = outboxOver();
  for (let i = 0; i < 100; i++) {
    outbox.push(frame(`f${i}`), i % 2 === 0);
    flush();
  }
  expect(sent).toEqual(Array.from({ length: 100 }, (_, i) => `f${i}`));
  expect(counters).toMatchObject({ messages: 100, bytes: 4_000_000, drops: 0 });
});

test('for who does not read, the oldest that may be dropped is dropped, and the rest keeps its order', () => {
  const { outbox, flush, sent, counters, overflows } = outboxOver();
  for (let i = 0; i < 12; i++) outbox.push(frame(`f${i}`), i !== 4);
  flush();
  expect(sent).toEqual(['f0', 'f1', 'f4', 'f8', 'f9', 'f10', 'f11']);
  expect(counters.drops).toBe(5);
  expect(overflows.count).toBe(0);
});

test('where nothing may be dropped, the client is too slow', () => {
  const { outbox, overflows } = outboxOver();
  for (let i = 0; i < 7; i++) outbox.push(frame(`f${i}`), false);
  expect(overflows.count).toBe(0);
  outbox.push(frame('f7'), false);
  expect(overflows.count).toBe(1);
});

test('whoever waits for it to be empty waits until the last frame is on its way, or the end', async () => {
  const { outbox, flush } = outboxOver();
  await outbox.empty();
  for (let i = 0; i < 4; i++) outbox.push(frame(`f${i}`), false);
  let isEmpty = false;
  const waiting = outbox.empty().then(() => (isEmpty = true));
  flush(1);
  await Promise.resolve();
  expect(isEmpty).toBe(false);
  flush();
  await waiting;
  outbox.push(frame('more'), false);
  outbox.push(frame('more'), false);
  const ended = outbox.empty();
  outbox.close();
  await expect(ended).rejects.toThrow('ended');
  await expect(outbox.empty()).rejects.toThrow('ended');
});

test('memory is bounded whatever comes and however it is read, and what arrives is in order', () => {
  const push = fc.record({ bytes: fc.integer({ min: 1, max: 90_000 }), flush: fc.nat(3) });
  fc.assert(
    fc.property(fc.array(push, { maxLength: 100 }), (pushes) => {
      const { outbox, flush, sent, counters, overflows, wire } = outboxOver();
      for (const [i, { bytes, flush: count }] of pushes.entries()) {
        outbox.push(frame(String(i), bytes), true);
        flush(count);
        expect(wire.waitingBytes()).toBeLessThan(65_536 + 90_000);
      }
      flush();
      const order = sent.map(Number);
      expect(order).toEqual(order.toSorted((a, b) => a - b));
      expect(sent.length + counters.drops).toBe(pushes.length);
      expect(overflows.count).toBe(0);
    }),
  );
});
