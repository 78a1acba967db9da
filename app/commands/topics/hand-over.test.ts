import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseMapping } from '../../../ingest/normalise/mapping.ts';
import type { Item } from '../../../schemas/events/item.ts';
import { intake } from '../../../schemas/streams.ts';
import { logBeside, recordedItem } from '../../../tests/support/log-beside.ts';
import { openLog } from '../../open-log.ts';
import { handOver, settle, type Rereading } from './hand-over.ts';
import { takenIn } from './letters.ts';
import { recordsIn } from './records.ts';
import type { OpenLetter } from './sorted-letters.ts';
import { readingOf } from './taken.ts';

const COUNT = 9_000;
const fields = { id: 'id', text: 'text', time: 'ts' };
const mappings = new Map(
  ['x', 'y'].map((platform) => [platform, parseMapping({ format: 'ndjson', platform, fields, time: 'epoch-s' })]),
);

/** Letters of two mappings, and a room that ends the first reading when it asks for the page of this number. */
async function readings(endsAt: number) {
  const { io, err, log } = await logBeside();
  const letters = Array.from({ length: COUNT }, (_, i): OpenLetter => {
    const letter = { ...recordedItem(`{"id":${i},"ts":${(i * 7_919) % COUNT}}`, `a:${i}`), reason: '', detail: '' };
    return { partition: i % 2, offset: i >> 1, letter, raw: letter.raw, had: i % 3 === 0 ? 'x' : 'y' };
  });
  const workDirectory = join(io.cwd, 'data', 'work');
  mkdirSync(workDirectory);
  let asked = 0;
  const room: Rereading['running']['room'] = {
    engine: log.engine,
    drained: () => Promise.resolve(),
    room: () => (++asked === endsAt ? Promise.reject(new Error('killed')) : Promise.resolve()),
  };
  const rereading: Rereading = {
    running: { room, workDirectory },
    timeline: { workspace: 'main', name: 'first', partitions: 2 },
    quiet: true,
    io,
    signal: io.signal,
  };
  const opened = openLog({ data: 'data' }, io);
  const open = (): OpenLetter[] => {
    const taken = takenIn(opened, 'first');
    return letters.filter((letter) => readingOf(taken, letter) === undefined);
  };
  async function* batches(): AsyncGenerator<OpenLetter[]> {
    yield open();
  }
  const items = (): Item[] =>
    opened
      .partitions({ stream: intake.name })
      .flatMap((status) => [...recordsIn(opened, status, 0)])
      .flatMap(({ record }) => (record.kind === 'data' ? [record.value as Item] : []));
  const read = () => handOver(rereading, mappings, batches());
  return { rereading, workDirectory, err, open, items, read, close: () => opened.close() };
}

test.each([1, 2, 3])('a reading that is cut off before page %i loses no letter and repeats none', async (endsAt) => {
  const { rereading, workDirectory, open, items, read, close } = await readings(endsAt);
  await expect(read()).rejects.toThrow('killed');
  await settle(rereading);
  const done = (endsAt - 1) * 4_000;
  expect(open()).toHaveLength(COUNT - done);
  expect(await read()).toBe(COUNT - done);
  expect(open()).toEqual([]);
  const found = items();
  expect(new Set(found.map(({ origin }) => origin)).size).toBe(COUNT);
  expect(found).toHaveLength(COUNT);
  // Each with the mapping of its own: every third letter had another.
  const byMapping = Object.groupBy(found, ({ mapping }) => mapping);
  expect(Object.values(byMapping).map((some) => some?.length)).toEqual(expect.arrayContaining([3_000, 6_000]));
  expect(
    found.every(({ origin, mapping }) => byMapping[mapping]?.length === (Number(origin.slice(2)) % 3 ? 6_000 : 3_000)),
  ).toBe(true);
  expect(readdirSync(workDirectory)).toEqual([]);
  close();
});

test('when the sorted file of a cut reading is gone, its letters are open again and somebody says so', async () => {
  const { rereading, workDirectory, err, open, read, close } = await readings(2);
  await expect(read()).rejects.toThrow('killed');
  rmSync(join(workDirectory, 'dead-letters.first.sorted'));
  await settle(rereading);
  expect(err()).toMatch(/dead letters of first was cut off, and which 4000 it had read cannot be known any more/);
  expect(open()).toHaveLength(COUNT);
  close();
});
