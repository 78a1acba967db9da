import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { deadLetters, intake } from '../../schemas/streams.ts';
import { capturedIo, temporaryDirectory, type CapturedIo } from '../../tests/support/command-io.ts';
import { smallLog, type SmallLog } from '../../tests/support/small-log.ts';
import { dataDirectory } from '../directory.ts';
import { topicsDlq, topicsLs, topicsTail } from './topics.ts';

const common = { data: 'data', config: undefined, quiet: false };
const tail = { ...common, stream: 'intake', last: 10, follow: false };

/** A command's surroundings beside a log that another connection keeps open. */
async function beside(): Promise<CapturedIo & { log: SmallLog }> {
  const cwd = temporaryDirectory();
  mkdirSync(join(cwd, 'data'));
  const log = await smallLog(dataDirectory(join(cwd, 'data')).logFile);
  onTestFinished(() => log.close());
  return { ...capturedIo(cwd), log };
}

function item(text: string | Uint8Array, origin = 'a.jsonl:0') {
  const raw = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return { source: 'replay:a', mapping: 'm', origin, size: raw.length, raw };
}

const lines = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

describe('topics ls', () => {
  test('shows each partition with its bounds and the lag of every reader, beside an open writer', async () => {
    const { io, out, log } = await beside();
    await log.append(intake, 0, [item('a'), item('b')]);
    await log.append(intake, 1, [item('c')]);
    await log.read('normalise/0', intake, 0, 1);
    expect(await topicsLs({ ...common, json: true }, io)).toBe(0);
    expect(lines(out())).toEqual([
      {
        timeline: 'first',
        stream: 'intake',
        partition: 0,
        first: 0,
        next: 2,
        bytes: expect.any(Number),
        readers: [{ task: 'normalise/0', records: 1 }],
      },
      { timeline: 'first', stream: 'intake', partition: 1, first: 0, next: 1, bytes: expect.any(Number), readers: [] },
    ]);
  });

  test('is a table for people, numbers to the right', async () => {
    const { io, out, log } = await beside();
    await log.append(intake, 0, [item('a')]);
    await topicsLs({ ...common, json: false }, io);
    expect(out()).toMatch(
      /^timeline  stream  partition  first  next  bytes  lag\nfirst     intake          0      0     1 +\d+  -\n$/,
    );
  });
});

describe('topics tail', () => {
  test('prints the last records of all partitions in the order they were received', async () => {
    const { io, out, log } = await beside();
    await log.append(intake, 0, [item('1'), item('3')].slice(0, 1), 1_000);
    await log.append(intake, 1, [item('2')], 2_000);
    await log.append(intake, 0, [item('3')], 3_000);
    await topicsTail({ ...tail, last: 2 }, io);
    expect(lines(out())).toMatchObject([
      { partition: 1, offset: 0, value: { raw: '2' } },
      { partition: 0, offset: 1, receivedTime: '1970-01-01T00:00:03.000Z', value: { raw: '3' } },
    ]);
  });

  test('--from begins inside a chunk, --partition takes one, --last 0 none', async () => {
    const { io, out, log } = await beside();
    await log.append(intake, 0, [item('0'), item('1'), item('2')]);
    await log.append(intake, 1, [item('other'), item('other'), item('other')]);
    await topicsTail({ ...tail, from: 1, partition: 0 }, io);
    expect(lines(out()).map(({ offset }) => offset)).toEqual([1, 2]);
    await topicsTail({ ...tail, last: 0 }, io);
    expect(lines(out())).toHaveLength(2);
  });

  test('--follow prints what comes, once, until the signal', async () => {
    const log = await beside();
    const pauses: (() => void)[] = [];
    let paused: () => void = () => undefined;
    const sleep = (): Promise<void> =>
      new Promise((resolve, reject) => {
        log.io.signal.addEventListener('abort', () => reject(log.io.signal.reason as Error));
        pauses.push(resolve);
        paused();
      });
    const nextPause = (): Promise<void> => new Promise((resolve) => (paused = resolve));
    await log.log.append(intake, 0, [item('before')]);
    const first = nextPause();
    const following = topicsTail({ ...tail, follow: true }, { ...log.io, clock: { now: () => 0, sleep } });
    following.catch(() => undefined);
    await first;
    await log.log.append(intake, 0, [item('after')]);
    await log.log.append(intake, 1, [item('new partition')]);
    for (let i = 0; i < 2; i++) {
      const again = nextPause();
      pauses.shift()?.();
      await again;
    }
    expect(lines(log.out()).map(({ value }) => (value as { raw: string }).raw)).toEqual([
      'before',
      'after',
      'new partition',
    ]);
    log.abort(new Error('stopped'));
    await expect(following).rejects.toThrow('stopped');
  });

  test('bytes that are no UTF-8 are base64', async () => {
    const { io, out, log } = await beside();
    await log.append(intake, 0, [item(new Uint8Array([0xff, 0x00]))]);
    await topicsTail(tail, io);
    expect(lines(out())).toMatchObject([{ value: { raw: { base64: '/wA=' } } }]);
  });

  test('a stream or timeline that is not there is a usage error that names those that are', async () => {
    const { io } = await beside();
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

test('topics dlq prints reason, origin and the original, as text or base64', async () => {
  const { io, out, log } = await beside();
  const text = { ...item('{"id":', 'a.jsonl:17'), reason: 'not-json', detail: 'cut' };
  const bytes = { ...item(new Uint8Array([0xff]), 'a.jsonl:99'), reason: 'not-utf8', detail: 'bytes', size: 7 };
  await log.append(deadLetters, 1, [text, bytes]);
  await topicsDlq(common, io);
  const place = { timeline: 'first', partition: 1, source: 'replay:a', mapping: 'm' };
  expect(lines(out())).toEqual([
    {
      reason: 'not-json',
      detail: 'cut',
      origin: 'a.jsonl:17',
      size: 6,
      text: '{"id":',
      offset: 0,
      received: '1970-01-01T00:00:00.000Z',
      ...place,
    },
    {
      reason: 'not-utf8',
      detail: 'bytes',
      origin: 'a.jsonl:99',
      size: 7,
      base64: '/w==',
      offset: 1,
      received: '1970-01-01T00:00:01.000Z',
      ...place,
    },
  ]);
});
