import { describe, expect, test } from 'vitest';
import { intake } from '../../../schemas/streams.ts';
import { linesOf, logBeside, recordedItem } from '../../../tests/support/log-beside.ts';
import { topicsTail } from './tail.ts';

const tail = {
  data: 'data',
  config: undefined,
  quiet: false,
  stream: 'intake',
  last: 10,
  follow: false,
  control: false,
};

describe('topics tail', () => {
  test('prints the last records of all partitions in the order they were received', async () => {
    const { io, out, log } = await logBeside();
    await log.append(intake, 0, [recordedItem('1'), recordedItem('3')].slice(0, 1), 1_000);
    await log.append(intake, 1, [recordedItem('2')], 2_000);
    await log.append(intake, 0, [recordedItem('3')], 3_000);
    await topicsTail({ ...tail, last: 2 }, io);
    expect(linesOf(out())).toMatchObject([
      { partition: 1, offset: 0, value: { raw: '2' } },
      { partition: 0, offset: 1, receivedTime: '1970-01-01T00:00:03.000Z', value: { raw: '3' } },
    ]);
  });

  test('--from begins inside a chunk, --partition takes one, --last 0 none', async () => {
    const { io, out, log } = await logBeside();
    await log.append(intake, 0, [recordedItem('0'), recordedItem('1'), recordedItem('2')]);
    await log.append(intake, 1, [recordedItem('other'), recordedItem('other'), recordedItem('other')]);
    await topicsTail({ ...tail, from: 1, partition: 0 }, io);
    expect(linesOf(out()).map(({ offset }) => offset)).toEqual([1, 2]);
    await topicsTail({ ...tail, last: 0 }, io);
    expect(linesOf(out())).toHaveLength(2);
  });

  test('control records are passed over, however many lie behind the last data; --control shows them', async () => {
    const { io, out, log } = await logBeside();
    await log.append(intake, 0, [recordedItem('1'), recordedItem('2')]);
    await log.append(intake, 1, [recordedItem('3')], 60_000);
    const tick = { kind: 'tick' as const, value: { time: 1_000, live: false, final: false } };
    const coverage = { kind: 'coverage' as const, value: { source: 'replay:a', from: 0, to: 1_000 } };
    for (const partition of [0, 1]) {
      await log.appendBodies(intake, partition, [...Array.from({ length: 5_000 }, () => tick), coverage], 2_000_000);
    }
    await topicsTail({ ...tail, last: 2 }, io);
    await topicsTail({ ...tail, from: 1, partition: 0 }, io);
    expect(linesOf(out()).map(({ value }) => (value as { raw: string }).raw)).toEqual(['2', '3', '2']);
    await topicsTail({ ...tail, last: 2, partition: 0, control: true }, io);
    expect(
      linesOf(out())
        .slice(3)
        .map(({ kind }) => kind),
    ).toEqual(['tick', 'coverage']);
  });

  test('--follow prints what comes, once, until the signal', async () => {
    const log = await logBeside();
    const pauses: (() => void)[] = [];
    let paused: () => void = () => undefined;
    const sleep = (): Promise<void> =>
      new Promise((resolve, reject) => {
        log.io.signal.addEventListener('abort', () => reject(log.io.signal.reason as Error));
        pauses.push(resolve);
        paused();
      });
    const nextPause = (): Promise<void> => new Promise((resolve) => (paused = resolve));
    await log.log.append(intake, 0, [recordedItem('before')]);
    const first = nextPause();
    const following = topicsTail({ ...tail, follow: true }, { ...log.io, clock: { now: () => 0, sleep } });
    following.catch(() => undefined);
    await first;
    await log.log.append(intake, 0, [recordedItem('after')]);
    await log.log.append(intake, 1, [recordedItem('new partition')]);
    for (let i = 0; i < 2; i++) {
      const again = nextPause();
      pauses.shift()?.();
      await again;
    }
    expect(linesOf(log.out()).map(({ value }) => (value as { raw: string }).raw)).toEqual([
      'before',
      'after',
      'new partition',
    ]);
    log.abort(new Error('stopped'));
    await expect(following).rejects.toThrow('stopped');
  });

  test('bytes that are no UTF-8 are base64', async () => {
    const { io, out, log } = await logBeside();
    await log.append(intake, 0, [recordedItem(new Uint8Array([0xff, 0x00]))]);
    await topicsTail(tail, io);
    expect(linesOf(out())).toMatchObject([{ value: { raw: { base64: '/wA=' } } }]);
  });

  test('a stream or timeline that is not there is a usage error that names those that are', async () => {
    const { io } = await logBeside();
    await expect(topicsTail({ ...tail, stream: 'intak' }, io)).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(/did you mean intake/),
    });
    await expect(topicsTail({ ...tail, timeline: 'other' }, io)).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(/there are: first/),
    });
  });
});
