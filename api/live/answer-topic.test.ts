import { expect, onTestFinished, test } from 'vitest';
import { TidelineError } from '../../runtime/errors.ts';
import { liveLog } from '../../tests/support/live-log.ts';
import { manualClock } from '../../tests/support/manual-clock.ts';
import { recordingSubscriber } from '../../tests/support/subscriber.ts';
import { ApiProblem } from '../problems.ts';
import { createAnswerTopic } from './answer-topic.ts';

interface Asking {
  tookMs: number;
  answer: () => number | Error;
}

/** A topic whose answers are numbers and take as long as they are told to. */
function numbers(isMoving = false) {
  const { clock, advance } = manualClock(30_000);
  const log = liveLog();
  const asking: Asking = { tookMs: 0, answer: () => 0 };
  const asked: number[] = [];
  const troubles: (string | undefined)[] = [];
  const reported: unknown[] = [];
  let open = 0;
  async function ask(signal: AbortSignal): Promise<number> {
    asked.push(clock.now());
    expect(++open, 'questions at once').toBe(1);
    await clock.sleep(asking.tookMs, signal).finally(() => (open -= 1));
    const answer = asking.answer();
    if (typeof answer === 'number') return answer;
    throw answer;
  }
  const topic = createAnswerTopic<number>(
    { everyMs: 500, isMoving, ask, difference: (before, after) => (before === after ? 'same' : after - before) },
    { feed: log.feed, clock, trouble: (reason) => troubles.push(reason), report: (error) => reported.push(error) },
  );
  onTestFinished(() => topic.stop());
  return { topic, log, advance, asking, asked, troubles, reported };
}

test('it asks when rows came, not by the clock, and sends only what changed', async () => {
  const { topic, log, advance, asking, asked } = numbers();
  const one = recordingSubscriber();
  topic.join(one.subscriber, undefined);
  await advance(100_000);
  expect(asked).toHaveLength(1);
  log.store();
  await advance(2_000);
  asking.answer = () => 7;
  log.store();
  await advance(2_000);
  expect(asked).toHaveLength(3);
  expect(one.got).toMatchObject([
    { type: 'snapshot', data: 0 },
    { type: 'delta', data: 7 },
  ]);
  const late = recordingSubscriber();
  topic.join(late.subscriber, 'any token');
  expect(late.got).toMatchObject([{ type: 'snapshot', data: 7 }]);
});

test('a period that moves is asked for again each minute', async () => {
  const { advance, asked } = numbers(true);
  await advance(170_000);
  expect(asked).toEqual([30_000, 60_000, 120_000, 180_000]);
});

test('questions are never closer than the pace, and leave the store three times what they cost', async () => {
  const { log, advance, asking, asked } = numbers();
  for (let i = 0; i < 100; i++) {
    log.store();
    await advance(20);
  }
  expect(asked).toEqual([30_000, 30_500, 31_000, 31_500, 32_000]);
  asking.tookMs = 400;
  await advance(1_000);
  asked.length = 0;
  for (let i = 0; i < 100; i++) {
    log.store();
    await advance(100);
  }
  expect(asked.length).toBeLessThanOrEqual(10_000 / 1_600 + 1);
  expect(asked.length).toBeGreaterThan(5);
});

test('a store that is away is waited for: its trouble is told, nobody is sent away, and it goes on alone', async () => {
  const { topic, advance, asking, troubles } = numbers();
  asking.answer = () => new TidelineError('STORE_DOWN', 'gone');
  const one = recordingSubscriber();
  topic.join(one.subscriber, undefined);
  await advance(5_000);
  expect(one.got).toEqual([]);
  expect(troubles.at(-1)).toMatch(/store is starting again or away/);
  asking.answer = () => 3;
  await advance(2_000);
  expect(one.got).toMatchObject([{ type: 'snapshot', data: 3 }]);
  expect(troubles.at(-1)).toBeUndefined();
});

test('what no waiting mends is told and ends the subscriptions', async () => {
  const { topic, advance, asking } = numbers();
  asking.answer = () => new ApiProblem('too-many-points', 'no');
  const one = recordingSubscriber();
  topic.join(one.subscriber, undefined);
  await advance(1_000);
  expect(one.got).toEqual([{ type: 'fail', reason: 'too-many-points' }]);
});

test('our own mistake is reported with its cause, once, and told without it', async () => {
  const { topic, advance, asking, reported } = numbers();
  asking.answer = () => new TypeError('inside');
  const viewers = [recordingSubscriber(), recordingSubscriber()];
  for (const { subscriber } of viewers) topic.join(subscriber, undefined);
  await advance(1_000);
  for (const { got } of viewers) expect(got).toEqual([{ type: 'fail', reason: 'internal' }]);
  expect(reported).toEqual([new TypeError('inside')]);
});
