import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../../tests/support/command-io.ts';
import { recordedItem } from '../../../tests/support/log-beside.ts';
import { letterSource, settled, type LetterSource } from './letter-source.ts';
import { sortLetters, type OpenLetter } from './sorted-letters.ts';
import { NONE_TAKEN, readingOf, type Taken } from './taken.ts';

const never = new AbortController().signal;
const AT = 5;

/** `time` in the text; the letters of these tests say nothing else. They had the mapping `a` or `b`, and `a2` or `b2` reads them. */
const readers = new Map(
  ['a', 'b'].map((had) => {
    const peek = (raw: Uint8Array) => {
      const time = Number(Buffer.from(raw).toString());
      return { id: '', eventTime: Number.isNaN(time) ? undefined : time };
    };
    return [had, { mapping: `${had}2`, peek }];
  }),
);

const letterOf = (time: number | undefined, position: number, had = 'a'): OpenLetter => {
  const letter = { ...recordedItem(String(time ?? 'none'), `a.jsonl:${position}`), reason: 'bad-time', detail: '' };
  return { partition: position % 2, offset: position >> 1, letter, had, raw: letter.raw };
};

async function sorted(letters: readonly OpenLetter[]): Promise<string> {
  const path = join(temporaryDirectory(), 'letters.sorted');
  async function* batches(): AsyncGenerator<OpenLetter[]> {
    for (let at = 0; at < letters.length; at += 300) yield letters.slice(at, at + 300);
  }
  await sortLetters(batches(), ({ had }) => readers.get(had), path, never);
  return path;
}

async function page(source: LetterSource, after: Taken | undefined) {
  const { items, cursor, done } = await source.read(after, never);
  return { items, cursor, done };
}

test('letters of all mappings go in one order of time, of one time as they stood in the file, those without one first', async () => {
  const letter = fc.record({
    time: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
    had: fc.constantFrom('a', 'b', 'nobody reads it'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(letter, { maxLength: 30 }), async (all) => {
      const letters = all.map(({ time, had }, position) => letterOf(time, position, had));
      const source = letterSource('first', await sorted(letters), AT);
      const { items, cursor, done } = await page(source, undefined);
      const wanted = letters
        .map(({ letter: { origin }, had }, i) => ({ origin, eventTime: all[i]?.time, mapping: `${had}2` }))
        .filter(({ mapping }) => mapping.length === 2)
        .toSorted((a, b) => (a.eventTime ?? 0) - (b.eventTime ?? 0));
      expect(items.map(({ origin, eventTime, mapping }) => ({ origin, eventTime, mapping }))).toEqual(wanted);
      expect(done).toBe(true);
      const readings = letters.map((one) => readingOf(cursor, one)?.mapping);
      expect(readings).toEqual(letters.map(({ had }) => (readers.has(had) ? `${had}2` : undefined)));
      await source.close();
    }),
    { numRuns: 20 },
  );
});

test('each goes once although every page is followed by a crash', async () => {
  const count = 9_000;
  let open = Array.from({ length: count }, (_, i) => letterOf((i * 7_919) % count, i));
  const found: (number | undefined)[] = [];
  let taken = NONE_TAKEN;
  for (let done = false; !done;) {
    const path = await sorted(open);
    const source = letterSource('first', path, AT);
    const read = await page(source, taken);
    await source.close();
    found.push(...read.items.map(({ eventTime }) => eventTime));
    taken = await settled(read.cursor, path);
    open = open.filter((letter) => readingOf(taken, letter) === undefined);
    ({ done } = read);
  }
  expect(found).toEqual(Array.from({ length: count }, (_, i) => i));
});

test('while a reading runs the cursor counts; at its end it holds what was taken', async () => {
  const path = await sorted(Array.from({ length: 9_000 }, (_, i) => letterOf((i * 7_919) % 9_000, i)));
  const source = letterSource('first', path, AT);
  const cursors: Taken[] = [];
  for (let done = false; !done;) {
    const read = await page(source, cursors.at(-1));
    cursors.push(read.cursor);
    ({ done } = read);
  }
  expect(cursors).toEqual([
    { ...NONE_TAKEN, running: { at: AT, done: 4_000 } },
    { ...NONE_TAKEN, running: { at: AT, done: 8_000 } },
    { readings: [{ at: AT, mapping: 'a2' }], ranges: [[[0, 4_500, 0]], [[0, 4_500, 0]]] },
  ]);
  await source.close();
});

test('a reading that failed goes on where the cursor is', async () => {
  const path = await sorted(Array.from({ length: 5_000 }, (_, i) => letterOf(i, i)));
  const source = letterSource('first', path, AT);
  const first = await page(source, undefined);
  const bytes = readFileSync(path);
  await source.close();
  writeFileSync(path, bytes.subarray(0, 100));
  await expect(source.read(first.cursor, never)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  await expect(settled(first.cursor, path)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  writeFileSync(path, bytes);
  const second = await page(source, first.cursor);
  await source.close();
  expect([first.items.length, second.items.length, second.items[0]?.eventTime]).toEqual([4_000, 1_000, 4_000]);
});
