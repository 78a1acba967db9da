import { existsSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import type { Clock } from '../../runtime/time/clock.ts';
import { DEFAULT_LIMITS, NO_FIELDS } from '../../schemas/mapping.ts';
import type { Mapping } from '../../schemas/mapping.ts';
import type { Page, RawItem } from '../connector.ts';
import type { ReplayCursor, ReplayOptions } from './options.ts';
import type { Peek } from './peek.ts';
import { replaySource } from './source.ts';
import type { ReplaySource } from './source.ts';

const MAPPING: Mapping = {
  format: 'ndjson',
  platform: 'x',
  kind: 'mention',
  fields: NO_FIELDS,
  time: 'epoch-ms',
  zone: undefined,
  limits: DEFAULT_LIMITS,
};
const forever = new AbortController().signal;

/** Lines look like `id time`, cells like `id,time`; a time that is no number is none. */
const peek: Peek = (raw) => {
  const [id = '', time] = Buffer.from(raw).toString().split(/[ ,]/);
  return { id, eventTime: time !== undefined && /^\d+$/.test(time) ? Number(time) : undefined };
};

function handClock(start = 1_000_000): Clock & { set(now: number): void } {
  let now = start;
  return { now: () => now, sleep: () => Promise.reject(new Error('a source never sleeps')), set: (to) => (now = to) };
}

interface Setup {
  readonly open: (more?: Partial<ReplayOptions>) => ReplaySource;
  readonly path: string;
  readonly work: string;
  readonly clock: ReturnType<typeof handClock>;
}

function setup(content: string | Uint8Array, options: Partial<ReplayOptions> = {}, name = 'a.jsonl'): Setup {
  const folder = mkdtempSync(join(tmpdir(), 'tideline-source-'));
  const path = join(folder, name);
  writeFileSync(path, content);
  const clock = handClock();
  const opened: ReplaySource[] = [];
  onTestFinished(async () => {
    await Promise.all(opened.map((source) => source.close()));
    rmSync(folder, { recursive: true });
  });
  const defaults: ReplayOptions = {
    id: 'replay:a',
    path,
    mapping: MAPPING,
    order: 'file',
    speed: 'max',
    workDirectory: join(folder, 'work'),
    contentKey: 'key',
  };
  const open = (more: Partial<ReplayOptions> = {}): ReplaySource => {
    const source = replaySource({ ...defaults, ...options, ...more }, { clock, peek });
    opened.push(source);
    return source;
  };
  return { open, path, work: defaults.workDirectory, clock };
}

async function readAll(
  source: ReplaySource,
  after?: ReplayCursor,
): Promise<{ items: RawItem[]; pages: Page<ReplayCursor>[] }> {
  const pages: Page<ReplayCursor>[] = [];
  let cursor = after;
  do {
    const page = await source.read(cursor, forever);
    pages.push(page);
    cursor = JSON.parse(JSON.stringify(page.cursor)) as ReplayCursor;
  } while (pages.at(-1)?.done !== true);
  return { items: pages.flatMap(({ items }) => items), pages };
}

const ids = (items: readonly RawItem[]): string => items.map(({ id }) => id).join(' ');
const LINES = 'a 30\nb 10\n\nc x\nd 20\r\ne 40';

test('in file order the lines come as they stand, and the largest time so far is covered', async () => {
  const { items, pages } = await readAll(setup(LINES, { pageItems: 2 }).open());
  expect(ids(items)).toBe('a b c d e');
  expect(pages.map(({ coveredUntil }) => coveredUntil)).toEqual([30, 30, 40]);
  expect(pages.map(({ cursor }) => cursor.lines)).toEqual([2, 4, 5]);
  expect(items[3]).toEqual({ id: 'd', eventTime: 20, origin: 'a.jsonl:15', size: 4, raw: Buffer.from('d 20') });
});

test('in time order they are sorted first; a line without a time stays behind the one before it', async () => {
  const { items, pages } = await readAll(setup(LINES, { order: 'time', pageItems: 2 }).open());
  expect(ids(items)).toBe('b c d a e');
  expect(pages.map(({ coveredUntil }) => coveredUntil)).toEqual([10, 30, 40]);
  expect(items[1]).toMatchObject({ id: 'c', eventTime: undefined, origin: 'a.jsonl:11' });
});

const many = Array.from(
  { length: 100 },
  (_, line) => `id${line} ${(line * 37) % 100}${line % 9 === 0 ? 'x' : ''}`,
).join('\n');

test.each([
  ['plain, file order', many, { order: 'file' }],
  ['plain, time order', many, { order: 'time' }],
  ['gzip, file order', gzipSync(many), { order: 'file' }],
  ['gzip, time order', gzipSync(many), { order: 'time' }],
  ['csv', `id,time\n${many.replaceAll(' ', ',')}`, { order: 'file', mapping: { ...MAPPING, format: 'csv' } }],
] as const)('the cursor of any page resumes exactly, in another process too: %s', async (_name, content, options) => {
  const { open } = setup(content, { ...options, pageItems: 7 });
  const { items, pages } = await readAll(open());
  expect(items).toHaveLength(100);
  for (const [index, page] of pages.entries()) {
    const rest = await readAll(open({ pageItems: 5 }), page.cursor);
    expect([...pages.slice(0, index + 1).flatMap((earlier) => earlier.items), ...rest.items]).toEqual(items);
    expect(rest.pages.at(-1)?.cursor).toEqual(pages.at(-1)?.cursor);
  }
});

test('a page that was not stored is read again', async () => {
  const source = setup(many, { pageItems: 10 }).open();
  const first = await source.read(undefined, forever);
  const lost = await source.read(first.cursor, forever);
  expect(await source.read(first.cursor, forever)).toEqual(lost);
  expect((await source.read(undefined, forever)).items).toEqual(first.items);
});

test('a page holds no more than its bytes, but at least one item', async () => {
  const { pages } = await readAll(setup(`a ${'1'.repeat(10)}\nb 2\nc 3\nd 4`, { pageBytes: 7 }).open());
  expect(pages.map(({ items }) => ids(items))).toEqual(['a', 'b c', 'd']);
});

test('the header of a CSV file is no item, nor is a byte order mark', async () => {
  const { items } = await readAll(
    setup('\ufeffid,time\na,1\n"b\nc",2', { mapping: { ...MAPPING, format: 'csv' } }).open(),
  );
  expect(items.map(({ raw, origin }) => [Buffer.from(raw).toString(), origin])).toEqual([
    ['a,1', 'a.jsonl:11'],
    ['"b\nc",2', 'a.jsonl:15'],
  ]);
});

test('the sorted copy is made once, and deleted when the replay is over', async () => {
  const { open, path, work } = setup(many, { order: 'time', pageItems: 7, sortBytes: 1_000 });
  const source = open();
  const first = await source.read(undefined, forever);
  truncateSync(path, 0);
  const rest = await readAll(open(), first.cursor);
  expect(first.items.length + rest.items.length).toBe(100);
  expect(existsSync(join(work, 'key.sorted'))).toBe(true);
  await source.discard();
  expect(existsSync(join(work, 'key.sorted'))).toBe(false);
});

test('at a speed, items are handed over when they are due by the clock', async () => {
  const { open, clock } = setup('a 1000\nb 1500\nc x\nd 3000\ne 2000', { speed: 10 });
  const source = open();
  clock.set(5_000);
  const first = await source.read(undefined, forever);
  expect([ids(first.items), first.nextAt, first.coveredUntil, first.done]).toEqual(['a', 5_050, 1_000, false]);
  clock.set(5_049);
  const early = await source.read(first.cursor, forever);
  expect([ids(early.items), early.nextAt, early.cursor]).toEqual(['', 5_050, first.cursor]);
  clock.set(5_050);
  const second = await source.read(early.cursor, forever);
  expect([ids(second.items), second.nextAt]).toEqual(['b c', 5_200]);
  clock.set(9_000);
  const last = await source.read(second.cursor, forever);
  expect([ids(last.items), last.nextAt, last.done]).toEqual(['d e', 9_000, true]);
});

test('after a restart the first item is due at once', async () => {
  const { open, clock } = setup('a 1000\nb 9000\nc 9500', { speed: 1 });
  const first = await open().read(undefined, forever);
  clock.set(2_000_000);
  const next = await open().read(first.cursor, forever);
  expect([ids(next.items), next.nextAt]).toEqual(['b', 2_000_500]);
});

test('progress counts bytes on disk of the phase', async () => {
  const { open, path } = setup(gzipSync(many), { order: 'file', pageItems: 60 });
  const source = open();
  expect(source.progress()).toEqual({ phase: 'reading', doneBytes: 0, totalBytes: 0 });
  await source.read(undefined, forever);
  const { size } = await import('node:fs').then(({ statSync }) => statSync(path));
  expect(source.progress()).toEqual({ phase: 'reading', doneBytes: size, totalBytes: size });
  const sorting = open({ order: 'time' });
  expect(sorting.progress().phase).toBe('sorting');
  await sorting.read(undefined, forever);
  expect(sorting.progress()).toMatchObject({ phase: 'reading' });
});

test('a cursor of the other order, or of a longer file, is refused', async () => {
  const { open, path } = setup(many);
  const { cursor } = await open({ pageItems: 50 }).read(undefined, forever);
  await expect(open({ order: 'time' }).read(cursor, forever)).rejects.toMatchObject({ code: 'REPLAY_CHANGED' });
  truncateSync(path, 10);
  await expect(open().read(cursor, forever)).rejects.toMatchObject({ code: 'REPLAY_CHANGED' });
});

test('after an error the source can be read again, from the same cursor', async () => {
  const { open, path } = setup(many, { pageItems: 60 });
  const source = open();
  const { cursor } = await source.read(undefined, forever);
  await source.close();
  rmSync(path);
  await expect(source.read(cursor, forever)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  writeFileSync(path, many);
  expect((await source.read(cursor, forever)).items).toHaveLength(40);
  await expect(source.read(cursor, AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
});

test('a file cut to just what was handed over is finished', async () => {
  const { open, path } = setup(many);
  const { cursor } = await open({ pageItems: 50 }).read(undefined, forever);
  truncateSync(path, cursor.offset);
  expect(await open().read(cursor, forever)).toMatchObject({ items: [], done: true, cursor });
});

test('impossible speeds are refused with what is possible', () => {
  const { open } = setup('a 1');
  for (const speed of [0, -1, NaN, Infinity]) expect(() => open({ speed })).toThrow(/--speed/);
});
