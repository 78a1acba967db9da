import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { liveLog, scored } from '../../tests/support/live-log.ts';
import { manualClock } from '../../tests/support/manual-clock.ts';
import { recordingSubscriber } from '../../tests/support/subscriber.ts';
import type { AskedMentions } from '../mention-filters.ts';
import type { Mention } from '../schemas/answers.ts';
import type { LiveData } from '../schemas/live.ts';
import { byListOrder, mentionShape } from './mention-shape.ts';
import { createMentionTopic } from './mention-topic.ts';
import { createTail } from './tail.ts';

type Delta = LiveData['mentions']['delta'];

/** A topic over a log in memory; the store has what the log had at `store`, or all of it when it runs ahead. */
function topicOver(log = liveLog(), asked: AskedMentions = {}) {
  const { clock, advance } = manualClock(1_000_000);
  const questions = { count: 0 };
  const newest = async (count: number): Promise<Mention[]> => {
    questions.count += 1;
    return log.all().map(mentionShape).toSorted(byListOrder).slice(0, count);
  };
  const reported: unknown[] = [];
  const report = (error: unknown) => void reported.push(error);
  const tail = createTail(log.feed, report);
  const topic = createMentionTopic(asked, { feed: log.feed, tail, clock, newest, report });
  onTestFinished(() => topic.stop());
  return { log, topic, advance, questions, clock, reported };
}

test('a snapshot is the newest 20, newest first, and what follows comes once, a quarter of a second apart', async () => {
  const { log, topic, advance } = topicOver();
  for (let i = 0; i < 30; i++) log.append(i % 2, scored(`old${i}`, { time: 1_000 * i }));
  log.store();
  const one = recordingSubscriber();
  topic.join(one.subscriber, undefined);
  await advance(1_000);
  expect(one.ids()).toEqual(Array.from({ length: 20 }, (_, i) => `old${29 - i}`));
  log.append(0, scored('new1', { time: 50_000 }), scored('new2', { time: 60_000 }));
  await advance(20);
  log.append(1, scored('new3', { time: 55_000 }));
  await advance(200);
  expect(one.got).toHaveLength(2);
  await advance(100);
  expect(one.ids().slice(20)).toEqual(['new2', 'new1', 'new3']);
  expect(one.got.map(({ type }) => type)).toEqual(['snapshot', 'delta', 'delta']);
});

test('one snapshot of the store serves all who come, and all get the same bytes', async () => {
  const { log, topic, advance, questions } = topicOver();
  log.append(0, scored('a'));
  log.store();
  const viewers = Array.from({ length: 200 }, recordingSubscriber);
  for (const { subscriber } of viewers) topic.join(subscriber, undefined);
  await advance(1_000);
  log.append(1, scored('b'));
  await advance(1_000);
  const [first] = viewers;
  expect(first?.ids()).toEqual(['a', 'b']);
  for (const { got } of viewers) expect(got).toEqual(first?.got);
  expect(questions.count).toBe(1);
});

test('what the store has not yet is in the snapshot, and what it has too early is in no delta', async () => {
  const { log, topic, advance } = topicOver();
  log.append(0, scored('stored'));
  log.store();
  log.append(1, scored('waiting'));
  const one = recordingSubscriber();
  topic.join(one.subscriber, undefined);
  // Before the snapshot is out, and the store's answer has it already.
  log.append(0, scored('early'));
  await advance(1_000);
  expect(one.ids().toSorted()).toEqual(['early', 'stored', 'waiting']);
});

test('of more than 50 a second some are sent, evenly, and how many there were is said', async () => {
  const { log, topic, advance } = topicOver();
  const one = recordingSubscriber();
  topic.join(one.subscriber, undefined);
  await advance(1_000);
  let next = 0;
  for (let i = 0; i < 100; i++) {
    for (let n = 0; n < 20; n++) log.append(n % 2, scored(`m${next++}`, { time: next }));
    await advance(100);
  }
  await advance(1_000);
  const deltas = one.got.slice(1).map(({ data }) => data as Delta);
  const sent = deltas.reduce((sum, { items }) => sum + items.length, 0);
  expect(deltas.reduce((sum, { of }) => sum + of, 0)).toBe(2_000);
  expect(sent).toBeGreaterThan(50 * 10);
  expect(sent).toBeLessThanOrEqual(50 * 11 + 100);
  const seconds = deltas.reduce((sum, delta) => sum + delta.seconds, 0);
  expect(seconds).toBeGreaterThan(9);
  expect(new Set(one.ids()).size).toBe(sent);
});

test('a filter leaves only its own, and a token moves on also where nothing matched', async () => {
  const { log, topic, advance } = topicOver(liveLog(), { watch: ['bolt'] });
  const one = recordingSubscriber();
  topic.join(one.subscriber, undefined);
  await advance(1_000);
  log.append(0, scored('a'), scored('b', { watch: 'bolt' }));
  await advance(1_000);
  expect(one.ids()).toEqual(['b']);
  log.append(0, scored('c'));
  await advance(20_000);
  log.append(0, scored('d'));
  await advance(1_000);
  const [, before, after] = one.got;
  expect(after).toMatchObject({ type: 'delta', data: { items: [], of: 0 } });
  expect(after?.token).not.toBe(before?.token);
});

test.each([
  ['nonsense', 'unknown'],
  [Buffer.from('["other","1.0",[0],[0]]').toString('base64url'), 'unknown'],
  [Buffer.from('["live","1.7",[0],[0]]').toString('base64url'), 'unknown'],
  [Buffer.from('["live","1.0",[0]]').toString('base64url'), 'unknown'],
  [Buffer.from('["live","1.0",[9999],[0]]').toString('base64url'), 'unknown'],
  [Buffer.from('["live","1.0",[-1],[0]]').toString('base64url'), 'unknown'],
  [Buffer.from('["live","1.0",[0],[0]]').toString('base64url'), 'trimmed'],
])('a resume from %s is missed, and a snapshot follows', async (token, reason) => {
  const log = liveLog();
  log.append(0, scored('a'), scored('b'));
  log.trim(1);
  log.store();
  const { topic, advance } = topicOver(log);
  const one = recordingSubscriber();
  topic.join(one.subscriber, token);
  await advance(2_000);
  expect(one.got).toMatchObject([
    { type: 'miss', reason },
    { type: 'snapshot', data: { items: [{ native_id: 'b' }, { native_id: 'a' }] } },
  ]);
});

test('whoever comes back slowly delays nobody, and still gets everything', async () => {
  const { log, topic, advance } = topicOver();
  const [fast, slow] = [recordingSubscriber(), recordingSubscriber()];
  topic.join(fast.subscriber, undefined);
  await advance(1_000);
  const token = fast.got.at(-1)?.token;
  for (let i = 0; i < 40; i++) log.append(i % 2, scored(`m${i}`));
  await advance(2_000);
  slow.hold();
  topic.join(slow.subscriber, token);
  await advance(1_000);
  log.append(0, scored('later'));
  await advance(1_000);
  expect(fast.ids()).toHaveLength(41);
  expect(slow.ids()).toHaveLength(40);
  slow.release();
  await advance(1_000);
  expect(slow.ids().toSorted()).toEqual(fast.ids().toSorted());
});

test('when the log breaks, all are told, and why is reported once', async () => {
  const { log, topic, advance, reported } = topicOver();
  const [one, other] = [recordingSubscriber(), recordingSubscriber()];
  for (const { subscriber } of [one, other]) topic.join(subscriber, undefined);
  await advance(1_000);
  log.append(0, scored('a'));
  log.trim(1);
  await advance(1_000);
  for (const { got } of [one, other]) expect(got.at(-1)).toEqual({ type: 'fail', reason: 'internal' });
  expect(reported).toMatchObject([{ code: 'LOG_TRIMMED' }]);
});

/** What a viewer does in between. */
const action = fc.oneof(
  fc.record({ kind: fc.constant('append' as const), partition: fc.nat(1), count: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 700 }) }),
  fc.record({ kind: fc.constant('leave' as const), forget: fc.nat(3) }),
);

test('whatever happens between, a viewer who resumes from any token gets every mention exactly once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 25 }), async (actions) => {
      const { log, topic, advance } = topicOver();
      let viewer = recordingSubscriber();
      topic.join(viewer.subscriber, undefined);
      await advance(300);
      const kept: string[] = [];
      let next = 0;
      for (const one of [...actions, { kind: 'wait', ms: 2_000 } as const]) {
        if (one.kind === 'append') {
          for (let i = 0; i < one.count; i++) log.append(one.partition, scored(`m${next++}`));
        } else if (one.kind === 'wait') await advance(one.ms);
        else {
          topic.leave(viewer.subscriber);
          // Some of what came last is lost on the way: the token before is the last one seen.
          const seen = viewer.got.slice(0, Math.max(1, viewer.got.length - one.forget));
          kept.push(...idsOf(seen));
          const { token } = seen.at(-1) ?? {};
          if (token === undefined) throw new Error('no token');
          viewer = recordingSubscriber();
          topic.join(viewer.subscriber, token);
          await advance(500);
        }
      }
      expect([...kept, ...viewer.ids()].toSorted()).toEqual(Array.from({ length: next }, (_, i) => `m${i}`).toSorted());
      topic.stop();
    }),
    { numRuns: 60 },
  );
});

function idsOf(got: readonly { data?: unknown }[]): string[] {
  return got.flatMap(({ data }) => (data as Delta).items).map((item) => item.native_id);
}
