import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { Entry } from './entries.ts';
import { readFrames } from './frames.ts';
import { sortByTime, sortItems } from './sort.ts';
import { unwritable } from './unwritable.ts';

function target(): string {
  const path = mkdtempSync(join(tmpdir(), 'tideline-sort-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return join(path, 'work', 'a.sorted');
}

const forever = new AbortController().signal;

const entryOf = (eventTime: number | undefined, index: number, size = 10): Entry => ({
  item: { id: `id${index}`, eventTime, origin: `f:${index}`, size: size + 1, raw: Buffer.alloc(size, index) },
  next: index,
});

async function* batches(entries: readonly Entry[], size = 7): AsyncGenerator<Entry[]> {
  for (let at = 0; at < entries.length; at += size) yield entries.slice(at, at + size);
}

async function sorted(path: string, from = 0): Promise<{ item: Entry['item']; next: number }[]> {
  const all = [];
  for await (const frames of readFrames(path, from)) all.push(...frames);
  return all.map(({ item, next }) => ({ item: { ...item, raw: Buffer.from(item.raw) }, next }));
}

/** Sorts in memory; a line without a time keeps that of the line before it. */
function naively(entries: readonly Entry[]): Entry['item'][] {
  let time = 0;
  return entries
    .map(({ item }, line) => ({ item, line, time: (time = item.eventTime ?? time) }))
    .toSorted((a, b) => a.time - b.time || a.line - b.line)
    .map(({ item }) => item);
}

test('with any number of runs and passes the file is what a sort in memory gives', async () => {
  const times = fc.array(fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }), { maxLength: 120 });
  await fc.assert(
    fc.asyncProperty(
      times,
      fc.integer({ min: 1, max: 20_000 }),
      fc.integer({ min: 2, max: 4 }),
      async (all, runBytes, fanIn) => {
        const entries = all.map((time, index) => entryOf(time, index, index % 5));
        const path = target();
        await sortByTime(batches(entries), { target: path, runBytes, fanIn }, forever);
        expect((await sorted(path)).map(({ item }) => item)).toEqual(naively(entries));
        expect(readdirSync(join(path, '..'))).toEqual(['a.sorted']);
      },
    ),
    { numRuns: 40 },
  );
});

test('items of one time are in the order of their lines, and those of one line in the order in which they came', async () => {
  const keys = fc.array(fc.record({ sortTime: fc.nat(2), line: fc.nat(2) }), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(
      keys,
      fc.integer({ min: 1, max: 400 }),
      fc.integer({ min: 2, max: 3 }),
      async (all, runBytes, fanIn) => {
        const items = all.map((key, index) => ({ ...key, item: entryOf(1, index).item }));
        async function* one(): AsyncGenerator<typeof items> {
          yield items;
        }
        const path = target();
        await sortItems(one(), { target: path, runBytes, fanIn }, forever);
        const wanted = items.toSorted((a, b) => a.sortTime - b.sortTime || a.line - b.line);
        expect((await sorted(path)).map(({ item }) => item.id)).toEqual(wanted.map(({ item }) => item.id));
      },
    ),
    { numRuns: 40 },
  );
});

test('large records and many chunks come back, from any frame on', async () => {
  const entries = Array.from({ length: 120 }, (_, index) =>
    entryOf((index * 7_919) % 1_000, index, index % 50 === 0 ? 300_000 : 3_000),
  );
  const path = target();
  await sortByTime(batches(entries, 100), { target: path, runBytes: 200_000, fanIn: 2 }, forever);
  const all = await sorted(path);
  expect(all.map(({ item }) => item)).toEqual(naively(entries));
  for (const index of [0, 60, 119]) expect(await sorted(path, all[index]?.next)).toEqual(all.slice(index + 1));
});

test('no lines make an empty file', async () => {
  const path = target();
  await sortByTime(batches([]), { target: path, runBytes: 1, fanIn: 2 }, forever);
  expect(await sorted(path)).toEqual([]);
});

test('an abort in the middle leaves nothing, and the source is closed', async () => {
  const path = target();
  const stop = new AbortController();
  let closed = false;
  async function* source(): AsyncGenerator<Entry[]> {
    try {
      for (let index = 0; ; index++) {
        if (index === 20) stop.abort(new Error('stop'));
        yield [entryOf(index, index)];
      }
    } finally {
      closed = true;
    }
  }
  await expect(sortByTime(source(), { target: path, runBytes: 1, fanIn: 2 }, stop.signal)).rejects.toThrow('stop');
  expect(readdirSync(join(path, '..'))).toEqual([]);
  expect(closed).toBe(true);
});

test('what a crash left beside the target is removed and not read', async () => {
  const path = target();
  await sortByTime(batches([entryOf(1, 1)]), { target: path, runBytes: 1, fanIn: 2 }, forever);
  rmSync(path);
  for (const number of [0, 1, 7]) writeFileSync(`${path}.${number}.tmp`, 'half a run');
  writeFileSync(join(path, '..', 'b.sorted.0.tmp'), 'of another replay');
  const entries = [entryOf(3, 0), entryOf(2, 1)];
  await sortByTime(batches(entries), { target: path, runBytes: 1, fanIn: 2 }, forever);
  expect((await sorted(path)).map(({ item }) => item)).toEqual(naively(entries));
  expect(readdirSync(join(path, '..')).toSorted()).toEqual(['a.sorted', 'b.sorted.0.tmp']);
});

test('a flipped bit, or a missing end, of the sorted file is noticed', async () => {
  const path = target();
  const entries = Array.from({ length: 20 }, (_, index) => entryOf(index, index));
  await sortByTime(batches(entries), { target: path, runBytes: 1e6, fanIn: 2 }, forever);
  const bytes = readFileSync(path);
  const damaged = { code: 'FILE_UNREADABLE', message: expect.stringContaining('damaged; delete it') };
  for (const at of [12, 200, bytes.length - 1]) {
    const flipped = Buffer.from(bytes);
    flipped[at] = (flipped[at] ?? 0) ^ 4;
    writeFileSync(path, flipped);
    await expect(sorted(path)).rejects.toMatchObject(damaged);
  }
  writeFileSync(path, bytes.subarray(0, -1));
  await expect(sorted(path)).rejects.toMatchObject(damaged);
});

test.each([
  ['ENOSPC', 'DISK_FULL', 'free some space, or replay a file with --order file'],
  ['EDQUOT', 'DISK_FULL', 'free some space'],
  ['EROFS', 'DIRECTORY_READONLY', 'choose another --data directory'],
  ['EACCES', 'DIRECTORY_READONLY', 'change its permissions'],
])('%s while sorting is told as %s, with what to do', (code, told, message) => {
  const error = Object.assign(new Error(code), { code });
  expect(unwritable('/data/work/a.sorted', error)).toMatchObject({
    code: told,
    cause: error,
    message: expect.stringContaining(message),
  });
});

test('an error of the entries passes as it is', async () => {
  const error = new Error('mine');
  async function* broken(): AsyncGenerator<Entry[]> {
    yield [entryOf(1, 1)];
    throw error;
  }
  const path = target();
  await expect(sortByTime(broken(), { target: path, runBytes: 1, fanIn: 2 }, forever)).rejects.toBe(error);
  expect(readdirSync(join(path, '..'))).toEqual([]);
});
