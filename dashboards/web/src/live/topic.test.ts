import { expect, test } from 'vitest';
import { fakeAmbient } from '../testing/fake-ambient.ts';
import type { Connection, Subscriber } from './connection.ts';
import { createTopic } from './topic.ts';

/** A sum of what arrives, over a connection that the test speaks for. */
function summing(isPaused: () => boolean = () => false) {
  const ambient = fakeAmbient();
  const subscribers = new Set<Subscriber>();
  const connection: Connection = {
    subscribe(subscriber) {
      subscribers.add(subscriber);
      return () => void subscribers.delete(subscriber);
    },
    state: () => ({ kind: 'open' }),
    listen: () => () => undefined,
  };
  let left = 0;
  const topic = createTopic<number>(
    { channel: 'kpis', filter: {}, gapMs: 1_000, next: (sum = 0, { data }) => sum + Number(data) },
    { ...ambient, connection, isPaused, onLeft: () => void (left += 1) },
  );
  const arrive = (data: number): void => {
    for (const { onUpdate } of subscribers) onUpdate({ isWhole: false, data });
  };
  return { ambient, topic, arrive, subscribers, left: () => left };
}

test('many messages are one change of the screen', () => {
  const { ambient, topic, arrive } = summing();
  let changes = 0;
  topic.listen(() => void (changes += 1));
  for (let n = 0; n < 90; n++) {
    arrive(1);
    ambient.pass(10);
  }
  expect(topic.latest()).toBe(90);
  expect(changes).toBe(1);
  ambient.pass(1_000);
  expect([topic.shown(), changes]).toEqual([90, 2]);
});

test('a paused screen stands still, the state goes on, and a flush shows it at once', () => {
  let isPaused = false;
  const { ambient, topic, arrive } = summing(() => isPaused);
  topic.listen(() => undefined);
  arrive(1);
  ambient.pass(1_000);
  isPaused = true;
  arrive(1);
  ambient.pass(5_000);
  expect([topic.shown(), topic.latest()]).toEqual([1, 2]);
  isPaused = false;
  topic.flush();
  expect(topic.shown()).toBe(2);
});

test('what was never shown is shown even to a page that was opened paused', () => {
  const { ambient, topic, arrive } = summing(() => true);
  topic.listen(() => undefined);
  arrive(1);
  ambient.pass(1_000);
  expect(topic.shown()).toBe(1);
});

test('listeners share one subscription, which lingers a second after the last one went', () => {
  const { ambient, topic, subscribers, left } = summing();
  const stopOne = topic.listen(() => undefined);
  const stopTwo = topic.listen(() => undefined);
  expect(subscribers.size).toBe(1);
  stopOne();
  stopTwo();
  ambient.pass(999);
  const stopThree = topic.listen(() => undefined);
  ambient.pass(5_000);
  expect(subscribers.size).toBe(1);
  stopThree();
  ambient.pass(1_000);
  expect([subscribers.size, left()]).toEqual([0, 1]);
});
