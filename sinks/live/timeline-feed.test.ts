import { expect, onTestFinished, test } from 'vitest';
import { openEngine } from '../../runtime/log/embedded/engine.ts';
import { NO_STATE, type Partition } from '../../runtime/log/log.ts';
import { NO_NAME, type Chunk, type LogRecord, type Name } from '../../schemas/envelope.ts';
import type { Position } from '../../schemas/live-mention.ts';
import type { MentionScore } from '../../schemas/results/mention-score.ts';
import { mentionScores } from '../../schemas/streams.ts';
import { scored } from '../../tests/support/live-log.ts';
import { manualClock } from '../../tests/support/manual-clock.ts';
import { createTimelineFeed, type TimelineFeed } from './timeline-feed.ts';

const PLACE = { workspace: 'main', timeline: 'live', generation: 1, partitions: 2 };
const { signal } = new AbortController();

/** A log in memory with its feed. Records are named by the input offset in their id, as a task names them. */
function feedOver() {
  const engine = openEngine({ path: ':memory:' });
  onTestFinished(() => engine.close());
  const { clock, advance } = manualClock();
  const place = (partition: number): Partition<MentionScore> => ({ ...PLACE, stream: mentionScores, partition });
  const { log, bell, chunks } = engine;
  const stored = new Map<string, number>();
  const feed = createTimelineFeed(
    { ...PLACE, created: 7, mentionSinks: ['m0', 'm1'], sinks: ['m0', 'm1', 'w0'] },
    {
      log,
      bell,
      clock,
      ends: (partitions) => partitions.map((one) => chunks.bounds(one).next),
      positions: (tasks) => tasks.map((task) => stored.get(task) ?? 0),
    },
  );
  async function append(partition: number, previous: Name, ...at: readonly number[]): Promise<void> {
    const records = at.map((offset): LogRecord<MentionScore> => {
      const value = scored(`m${offset}`);
      const times = { eventTime: value.time, receivedTime: value.received };
      return { key: '', trace: '', subject: '', name: { at: offset, index: 0 }, ...times, kind: 'data', value };
    });
    const chunk: Chunk<MentionScore> = { ...PLACE, producer: `task/${partition}`, previous, records };
    await log.append(place(partition), chunk);
  }
  return { feed, append, advance, stored, engine, place };
}

const name = (at: number): Name => ({ at, index: 0 });
const BEGIN: Position = [
  { next: 0, last: undefined },
  { next: 0, last: undefined },
];

async function idsOf(feed: TimelineFeed, from: Position, to = feed.end()): Promise<string[]> {
  const ids: string[] = [];
  for await (const { mentions } of feed.read(from, to, signal)) ids.push(...mentions.map(({ value }) => value.id));
  return ids;
}

test('what lies between two positions comes once, whatever the chunks are', async () => {
  const { feed, append } = feedOver();
  await append(0, NO_NAME, 1, 2, 3);
  await append(0, name(3), 4, 5);
  await append(1, NO_NAME, 7, 8);
  expect(await idsOf(feed, BEGIN)).toEqual(['m1', 'm2', 'm3', 'm7', 'm8', 'm4', 'm5']);
  const inside: Position = [
    { next: 1, last: name(1) },
    { next: 1, last: name(7) },
  ];
  expect(await idsOf(feed, inside)).toEqual(['m2', 'm3', 'm8', 'm4', 'm5']);
  expect(await idsOf(feed, BEGIN, inside)).toEqual(['m1', 'm7']);
});

test('a reader stands behind each mention that it got, and goes on from there', async () => {
  const { feed, append } = feedOver();
  await append(0, NO_NAME, 1, 2, 3);
  await append(1, NO_NAME, 7);
  let position = BEGIN;
  const seen: string[] = [];
  for (let i = 0; i < 4; i++) {
    for await (const { partition, mentions } of feed.read(position, feed.end(), signal)) {
      const [one] = mentions;
      if (one === undefined) continue;
      seen.push(one.value.id);
      position = position.with(partition, one.after);
      break;
    }
  }
  expect(seen).toEqual(['m1', 'm2', 'm3', 'm7']);
});

test('what a task wrote again is passed over, also behind a position between the copies', async () => {
  const { feed, append } = feedOver();
  await append(0, NO_NAME, 1, 2, 3);
  await append(0, NO_NAME, 1, 2);
  await append(0, name(2), 3, 4);
  expect(await idsOf(feed, BEGIN)).toEqual(['m1', 'm2', 'm3', 'm4']);
  expect(await idsOf(feed, BEGIN.with(0, { next: 4, last: name(3) }))).toEqual(['m4']);
  // Nobody looked at what was before: what comes first is taken as it is.
  expect(await idsOf(feed, BEGIN.with(0, { next: 5, last: undefined }))).toEqual(['m3', 'm4']);
});

test('records that are missing stop it loudly, and so do those that the log no longer keeps', async () => {
  const { feed, append, engine, place } = feedOver();
  await append(0, NO_NAME, 1, 2);
  await append(0, name(5), 6);
  await expect(idsOf(feed, BEGIN)).rejects.toMatchObject({ code: 'LOG_GAP' });
  await append(1, NO_NAME, 1);
  await append(1, name(1), 2);
  const unit = { meta: new Uint8Array(), ...NO_STATE, outputs: [] };
  await engine.store.commit([{ ...unit, task: 'reader', input: place(1), next: 2 }]);
  await engine.retain(1e15);
  const behindGap = BEGIN.with(0, { next: 3, last: undefined });
  await expect(idsOf(feed, behindGap)).rejects.toMatchObject({ code: 'LOG_TRIMMED' });
});

test('who waits for more gets the end once there is more, and nobody looks while nobody waits', async () => {
  const { feed, append, advance } = feedOver();
  await append(0, NO_NAME, 1);
  const end = feed.end();
  expect(await feed.beyond(BEGIN, signal)).toEqual(end);
  const stopping = new AbortController();
  const more = feed.beyond(end, stopping.signal);
  const never = feed.beyond([{ next: 9, last: undefined }, ...end.slice(1)], stopping.signal);
  await append(1, NO_NAME, 1);
  await advance(20);
  expect((await more).map(({ next }) => next)).toEqual([1, 1]);
  expect((await never).map(({ next }) => next)).toEqual([1, 1]);
  const stopped = feed.beyond(feed.end(), stopping.signal);
  stopping.abort(new Error('enough'));
  await expect(stopped).rejects.toThrow('enough');
  await expect(feed.beyond(BEGIN, stopping.signal)).rejects.toThrow('enough');
});

test("the sinks' positions tell how far the store is, and any row of the timeline that there is something to ask", async () => {
  const { feed, append, advance, stored } = feedOver();
  expect(feed.stored().map(({ next }) => next)).toEqual([0, 0]);
  const rows = feed.rows();
  let grown: readonly number[] | undefined;
  const waiting = feed.rowsBeyond(rows, signal).then((now) => (grown = now));
  await append(0, NO_NAME, 1);
  await advance(100);
  expect(grown).toBeUndefined();
  stored.set('w0', 5).set('m1', 2);
  await append(0, name(1), 2);
  await advance(100);
  await waiting;
  expect(grown).toEqual([0, 2, 5]);
  expect(feed.stored().map(({ next }) => next)).toEqual([0, 2]);
});
