import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Timeline } from '../../../runtime/log/embedded/timelines.ts';
import { deadLetters } from '../../../schemas/streams.ts';
import { temporaryDirectory } from '../../../tests/support/command-io.ts';
import { logBeside, recordedItem } from '../../../tests/support/log-beside.ts';
import type { SmallLog } from '../../../tests/support/small-log.ts';
import { letterSource } from './letter-source.ts';
import { endsOf, lettersOf } from './letters.ts';
import { sortLetters, type LetterPeek } from './sorted-letters.ts';
import { countTaken, NONE_TAKEN, readingOf, type Taken } from './taken.ts';

const timeline: Timeline = { workspace: 'main', name: 'first', partitions: 2 };
const never = new AbortController().signal;
const reading = { at: 5, mapping: 'better' };

/** `time` in the text; the letters of these tests say nothing else. */
const peek: LetterPeek = (raw) => {
  const time = Number(new TextDecoder().decode(raw));
  return { id: '', eventTime: Number.isNaN(time) ? undefined : time };
};

const letterOf = (time: number | undefined, position: number) => ({
  ...recordedItem(String(time ?? 'none'), `a.jsonl:${position}`),
  reason: 'bad-time',
  detail: '',
});

/** A log whose dead letters are these, in the partitions that their index says. */
async function logOf(letters: readonly ReturnType<typeof letterOf>[]): Promise<SmallLog> {
  const { log } = await logBeside();
  for (const partition of [0, 1]) {
    const own = letters.filter((_, i) => i % 2 === partition);
    if (own.length > 0) await log.append(deadLetters, partition, own);
  }
  return log;
}

/** Sorts what the cursor leaves open, as every command does, and opens it. */
async function opened({ engine }: SmallLog, taken: Taken) {
  const path = join(temporaryDirectory(), 'letters.sorted');
  async function* open() {
    for await (const batch of lettersOf(engine.log, timeline, await endsOf(engine.log, timeline), never))
      yield batch.filter((letter) => readingOf(taken, letter) === undefined);
  }
  await sortLetters(open(), peek, path, never);
  return { path, source: letterSource('first', path, reading) };
}

test('letters go in the order of time, those of one time as they stood in the file, those without one first', async () => {
  const times = fc.array(fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(times, async (all) => {
      const letters = all.map((time, position) => letterOf(time, position));
      const { source } = await opened(await logOf(letters), NONE_TAKEN);
      const { items, cursor, done } = await source.read(undefined, never);
      const wanted = letters
        .map(({ origin }, i) => ({ origin, time: all[i] }))
        .toSorted((a, b) => (a.time ?? 0) - (b.time ?? 0));
      expect(items.map(({ origin, eventTime }) => ({ origin, time: eventTime }))).toEqual(wanted);
      expect(done).toBe(true);
      expect(countTaken(cursor, 0, 0, 99) + countTaken(cursor, 1, 0, 99)).toBe(all.length);
      await source.close();
    }),
    { numRuns: 20 },
  );
});

test('each goes once, although a crash comes after every page', async () => {
  const count = 9_000;
  const log = await logOf(Array.from({ length: count }, (_, i) => letterOf((i * 7_919) % count, i)));
  const found: (number | undefined)[] = [];
  let taken = NONE_TAKEN;
  for (let runs = 1, done = false; !done; runs++) {
    const { source } = await opened(log, taken);
    const page = await source.read(taken, never);
    await source.close();
    found.push(...page.items.map(({ eventTime }) => eventTime));
    ({ cursor: taken, done } = page);
    expect(runs).toBeLessThan(5);
  }
  expect(found).toEqual(Array.from({ length: count }, (_, i) => i));
  // Nothing of the way is left in what is stored.
  expect(taken.ranges).toEqual([[[0, 4_500, 0]], [[0, 4_500, 0]]]);
});

test('a reading that failed goes on with what the cursor leaves open', async () => {
  const log = await logOf(Array.from({ length: 5_000 }, (_, i) => letterOf(i, i)));
  const { path, source } = await opened(log, NONE_TAKEN);
  const first = await source.read(undefined, never);
  const bytes = readFileSync(path);
  await source.close();
  writeFileSync(path, bytes.subarray(0, 100));
  await expect(source.read(first.cursor, never)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  writeFileSync(path, bytes);
  const second = await source.read(first.cursor, never);
  await source.close();
  expect([first.items.length, second.items.length, second.items[0]?.eventTime]).toEqual([4_000, 1_000, 4_000]);
});
