import { expect, test } from 'vitest';
import { emptyFeed, encodeFeed } from '../../../ingest/feed.ts';
import { feederName } from '../../../ingest/runner.ts';
import { NO_STATE } from '../../../runtime/log/log.ts';
import { deadLetters } from '../../../schemas/streams.ts';
import { linesOf, logBeside, recordedItem } from '../../../tests/support/log-beside.ts';
import { topicsDlq } from './dlq.ts';
import { letterSourceId, NONE_TAKEN, withTaken } from './taken.ts';

const options = { data: 'data', config: undefined, quiet: false, all: false };

test('topics dlq prints reason, origin and the original, as text or base64', async () => {
  const { io, out, log } = await logBeside();
  const text = { ...recordedItem('{"id":', 'a.jsonl:17'), reason: 'not-json', detail: 'cut' };
  const bytes = { ...recordedItem(new Uint8Array([0xff]), 'a.jsonl:99'), reason: 'not-utf8', detail: 'bytes', size: 7 };
  await log.append(deadLetters, 1, [text, bytes]);
  await topicsDlq(options, io);
  const place = { timeline: 'first', partition: 1, source: 'replay:a', mapping: 'm', state: 'open' };
  expect(linesOf(out())).toEqual([
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

test('letters that were read again are counted and left out; --all shows them with when and by which mapping', async () => {
  const { io, out, err, log } = await logBeside();
  const letter = (text: string) => ({ ...recordedItem(text, `a.jsonl:${text}`), reason: 'not-json', detail: 'cut' });
  await log.append(deadLetters, 0, [letter('a'), letter('b')]);
  await log.append(deadLetters, 1, [letter('c')]);
  const cursor = withTaken(NONE_TAKEN, [{ partition: 0, offset: 1, mapping: 'better' }], 1_000);
  const task = feederName('main', 'first', letterSourceId('first'));
  const meta = encodeFeed({ ...emptyFeed(), cursor });
  await log.engine.store.commit([{ task, input: undefined, next: 1, meta, ...NO_STATE, outputs: [] }]);
  await topicsDlq(options, io);
  expect(linesOf(out()).map(({ text }) => text)).toEqual(['a', 'c']);
  expect(err()).toBe('1 more were read again since: --all shows them\n');
  await topicsDlq({ ...options, all: true, quiet: true }, io);
  expect(linesOf(out()).slice(2)).toMatchObject([
    { text: 'a', state: 'open' },
    { text: 'b', state: 'replayed', replayedAt: '1970-01-01T00:00:01.000Z', replayedWith: 'better' },
    { text: 'c', state: 'open' },
  ]);
});

test('beside a reading that is under way, or was cut off, it says that some of the open ones are done', async () => {
  const { io, err, log } = await logBeside();
  await log.append(deadLetters, 0, [{ ...recordedItem('a'), reason: 'not-json', detail: 'cut' }]);
  const task = feederName('main', 'first', letterSourceId('first'));
  const meta = encodeFeed({ ...emptyFeed(), cursor: { ...NONE_TAKEN, running: { at: 1_000, done: 1 } } });
  await log.engine.store.commit([{ task, input: undefined, next: 1, meta, ...NO_STATE, outputs: [] }]);
  await topicsDlq(options, io);
  expect(err()).toMatch(/^1 of first are marked as read again when `topics replay-dlq` is through/);
});
