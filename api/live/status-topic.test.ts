import { expect, onTestFinished, test } from 'vitest';
import { TidelineError } from '../../runtime/errors.ts';
import { liveLog, scored } from '../../tests/support/live-log.ts';
import { manualClock } from '../../tests/support/manual-clock.ts';
import { recordingSubscriber } from '../../tests/support/subscriber.ts';
import type { PipelineStatus } from '../schemas/answers.ts';
import type { LiveState } from '../schemas/live.ts';
import { isoOf } from '../../schemas/instants.ts';
import { createStatusTopic } from './status-topic.ts';
import { createTail } from './tail.ts';

const BEGAN = 100_000_000;

function watched(state = 'live', rate = 1) {
  const { clock, advance } = manualClock(BEGAN);
  const log = liveLog();
  const store = { isAway: false, asked: 0 };
  const report = (error: unknown) => {
    throw error;
  };
  let trouble: string | undefined;
  const status: PipelineStatus = { state, since: null, sources: [] };
  const one = recordingSubscriber();
  const topic = createStatusTopic({
    feed: log.feed,
    tail: createTail(log.feed, report),
    report,
    clock,
    status: () => status,
    present: () => ({ at: clock.now(), rate }),
    troubled: () => trouble,
    trouble: (reason) => (trouble = reason),
    ends() {
      store.asked += 1;
      if (store.isAway) return Promise.reject(new TidelineError('STORE_DOWN', 'gone'));
      return Promise.resolve({ watermark: 60_000, dataUntil: 120_000 });
    },
  });
  onTestFinished(() => topic.stop());
  topic.join(one.subscriber, undefined);
  return { log, advance, clock, store, one, status, shown: () => one.got.at(-1)?.data as LiveState };
}

test('the delay is the median from event to here, and what was late does not speak for all', async () => {
  const { log, advance, clock, shown } = watched();
  await advance(1_000);
  expect(shown()).toMatchObject({ behind_ms: null, mentions_per_s: 0, timeline: 'live', state: 'live', reason: null });
  for (let i = 0; i < 9; i++) {
    const delay = i % 3 === 1 ? 8 * 3_600_000 : 700 + i;
    log.append(i % 2, scored(`m${i}`, { time: clock.now() - delay }));
    log.store();
    await advance(1_000);
  }
  expect(shown().behind_ms).toBeGreaterThanOrEqual(700);
  expect(shown().behind_ms).toBeLessThan(710);
  expect(shown().mentions_per_s).toBeCloseTo(0.9);
  await advance(70_000);
  expect(shown().mentions_per_s).toBe(0);
  expect(shown().behind_ms).toBeLessThan(710);
});

test('while few have come, one with a clock that is behind delays nothing', async () => {
  const { log, advance, clock, shown } = watched();
  const arrives = async (id: string, delayMs: number) => {
    log.append(0, scored(id, { time: clock.now() - delayMs }));
    log.store();
    await advance(1_000);
  };
  await arrives('behind', 68_000);
  await arrives('next', 700);
  expect(shown().behind_ms).toBeLessThan(1_000);
  for (let i = 0; i < 4; i++) await arrives(`m${i}`, 700);
  expect(shown().behind_ms).toBeLessThan(1_000);
  for (let i = 5; i < 12; i++) await arrives(`m${i}`, 1_500);
  expect(shown().behind_ms).toBeGreaterThanOrEqual(1_500);
});

test('what came while the past was caught up with says nothing of the delay once it is live', async () => {
  const { log, advance, clock, status, shown } = watched('catching-up');
  for (let i = 0; i < 9; i++) log.append(0, scored(`past${i}`, { time: clock.now() - 3_600_000 }));
  log.store();
  await advance(2_000);
  expect(shown()).toMatchObject({ state: 'catching-up', behind_ms: 3_600_000 });
  status.state = 'live';
  await advance(1_000);
  expect(shown()).toMatchObject({ state: 'live', behind_ms: null, mentions_per_s: 0 });
  log.append(0, scored('now', { time: clock.now() - 800 }));
  log.store();
  await advance(1_000);
  expect(shown().behind_ms).toBeLessThan(2_000);
  // In the second that is known, not in ten.
  expect(shown().mentions_per_s).toBe(1);
});

test('where time runs faster than the clock, the delay is that of the clock', async () => {
  const { log, advance, clock, shown } = watched('live', 60);
  log.append(0, scored('a', { time: clock.now() - 120_000 }));
  log.store();
  await advance(1_000);
  expect(shown()).toMatchObject({ now: isoOf(clock.now()), speed: 60 });
  expect(shown().behind_ms).toBeGreaterThanOrEqual(2_000);
  expect(shown().behind_ms).toBeLessThan(2_100);
});

test('it is said once a second at most, and every 5 s when nothing changes', async () => {
  const { advance, one, store } = watched();
  await advance(20_000);
  expect(one.got.map(({ type }) => type)).toEqual(['snapshot', ...Array.from({ length: 4 }, () => 'delta')]);
  expect(store.asked).toBe(1);
});

test('a store that is away is said to be, and that it is back', async () => {
  const { log, advance, store, shown } = watched();
  await advance(1_000);
  store.isAway = true;
  log.store();
  await advance(3_000);
  expect(shown()).toMatchObject({ state: 'stalled', reason: expect.stringMatching(/away/) as string });
  store.isAway = false;
  await advance(3_000);
  expect(shown()).toMatchObject({ state: 'live', reason: null, watermark: '1970-01-01T00:01:00.000Z' });
});

test('what keeps everything from being stored is said before anything else', async () => {
  const { advance, status, shown } = watched();
  await advance(1_000);
  status.reason = 'The disk is full.';
  await advance(1_000);
  expect(shown()).toMatchObject({ state: 'stalled', reason: 'The disk is full.' });
  delete status.reason;
  await advance(1_000);
  expect(shown()).toMatchObject({ state: 'live', reason: null });
});

test('rows that no store takes are seen, and the delay grows with their wait', async () => {
  const { log, advance, clock, shown } = watched();
  await advance(1_000);
  log.append(0, scored('a', { time: clock.now() - 500 }));
  await advance(9_000);
  expect(shown().state).toBe('live');
  await advance(11_000);
  expect(shown()).toMatchObject({
    state: 'stalled',
    reason: expect.stringMatching(/waiting for the store for/) as string,
  });
  expect(shown().behind_ms).toBeGreaterThan(10_000);
  log.store();
  await advance(2_000);
  expect(shown()).toMatchObject({ state: 'live', behind_ms: 500 });
});

test.each([
  ['live', 'live'],
  ['catching-up', 'catching-up'],
  ['replaying', 'catching-up'],
  ['stopped', 'idle'],
])('a pipeline that is %s is shown as %s', async (state, expected) => {
  const { advance, shown } = watched(state);
  await advance(1_000);
  expect(shown().state).toBe(expected);
});
