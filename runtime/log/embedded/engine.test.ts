import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { change, chunkOfWords, input, output, readAll, unitOf } from '../../../tests/contract/log.contract.ts';
import { chunkOf, data } from '../../../tests/support/records.ts';
import { DAY_MS } from '../../../schemas/instants.ts';
import type { Partition } from '../log.ts';
import { deadLetters, intake } from '../../../schemas/streams.ts';
import { openEngine, type EngineHooks, type EngineOptions } from './engine.ts';
import { encodedOutput } from '../output.ts';

function filePath(): string {
  const directory = mkdtempSync(join(tmpdir(), 'tideline-engine-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return join(directory, 'log.db');
}

function opened(options: EngineOptions, hooks?: EngineHooks) {
  const engine = openEngine(options, hooks);
  onTestFinished(() => engine.close());
  return engine;
}

const code = (wanted: string): unknown => expect.objectContaining({ code: wanted });
const next = (engine: ReturnType<typeof openEngine>, from: number) =>
  engine.log.read(input, from).next(AbortSignal.any([]));

describe('a file that is opened again', () => {
  test('goes on where the last commit ended', async () => {
    const path = filePath();
    const first = openEngine({ path });
    await first.log.append(input, chunkOfWords('a', 'b'));
    await first.store.commit([
      unitOf({ next: 1, state: [change('a', 5, 9)], outputs: [encodedOutput(output, chunkOfWords('out'))] }),
    ]);
    await first.close();
    const second = opened({ path });
    expect(await second.log.append(input, chunkOfWords('c'))).toBe(2);
    expect(await readAll(second.log, output)).toEqual(['out']);
    const { next: position, state } = await second.store.restore('count/0');
    expect([position, state.get('count', 'a')?.value[0], state.nextDue()]).toEqual([1, 5, 9]);
  });

  test('of a newer format is refused', async () => {
    const path = filePath();
    await openEngine({ path }).close();
    const db = new DatabaseSync(path);
    db.exec('PRAGMA user_version = 99');
    db.close();
    expect(() => openEngine({ path })).toThrow(code('DIRECTORY_NEWER'));
  });
});

describe('a transaction that fails', () => {
  test('leaves nothing of itself, and the engine refuses all further work', async () => {
    const path = filePath();
    let fail = false;
    const engine = openEngine(
      { path },
      {
        at: (point) => {
          if (fail && point === 'before-commit') throw new Error('pulled the plug');
        },
      },
    );
    await engine.log.append(input, chunkOfWords('a'));
    fail = true;
    const unit = unitOf({ next: 1, state: [change('a', 1)], outputs: [encodedOutput(output, chunkOfWords('out'))] });
    await expect(engine.store.commit([unit])).rejects.toThrow('pulled the plug');
    fail = false;
    await expect(engine.log.append(input, chunkOfWords('b'))).rejects.toThrow('pulled the plug');
    await expect(next(engine, 0)).rejects.toThrow('pulled the plug');
    expect(engine.failure?.message).toBe('pulled the plug');
    await engine.close();
    const again = opened({ path });
    expect([await again.log.end(input), await again.log.end(output)]).toEqual([1, 0]);
    expect((await again.store.restore('count/0')).next).toBe(0);
  });

  test('on a full disk says so, and nothing acknowledged is lost', async () => {
    const path = filePath();
    const engine = openEngine({ path, maxPages: 40 });
    let acknowledged = 0;
    const fill = async (): Promise<void> => {
      for (; acknowledged < 1000; acknowledged++)
        await engine.log.append(input, chunkOfWords(`${acknowledged} ${'x'.repeat(3000)}`));
    };
    await expect(fill()).rejects.toThrow(code('DISK_FULL'));
    expect(acknowledged).toBeGreaterThan(5);
    await engine.close();
    const again = opened({ path });
    const found = await readAll(again.log, input);
    expect(found.map((word) => Number.parseInt(word, 10))).toEqual(Array.from({ length: acknowledged }, (_, i) => i));
    expect(await again.log.append(input, chunkOfWords('more'))).toBe(acknowledged);
  });

  test('that is to be waited for takes what waited, in order, as soon as there is space', async () => {
    const told: boolean[] = [];
    const whenFull = { wait: () => setImmediate(), tell: (isFull: boolean) => void told.push(isFull) };
    const engine = opened({ path: filePath(), maxPages: 40, whenFull });
    const written = Array.from({ length: 60 }, (_, i) => `${i} ${'x'.repeat(20_000)}`);
    // A stream each: what a rolled back transaction made must be made again.
    const partitionOf = (i: number): Partition<string> => ({ ...input, timeline: `t${i}` });
    const fill = async (): Promise<void> => {
      for (const [i, word] of written.entries()) await engine.log.append(partitionOf(i), chunkOfWords(word));
    };
    const filling = fill();
    await expect.poll(() => told).toEqual([true]);
    expect(engine.failure).toBeUndefined();
    engine.db.exec('PRAGMA max_page_count = 4000');
    await filling;
    expect(told).toEqual([true, false]);
    const found = await Promise.all(written.map((_word, i) => readAll(engine.log, partitionOf(i))));
    expect(found.flat()).toEqual(written);
  });

  test('that is to be waited for refuses what waits when it is closed, and keeps what was acknowledged', async () => {
    const path = filePath();
    const full = Promise.withResolvers<void>();
    const whenFull = {
      wait: () => new Promise<void>(() => undefined),
      tell: (isFull: boolean) => void (isFull && full.resolve()),
    };
    const engine = openEngine({ path, maxPages: 40, whenFull });
    let acknowledged = 0;
    const fill = async (): Promise<void> => {
      for (; ; acknowledged++) await engine.log.append(input, chunkOfWords(`${acknowledged} ${'x'.repeat(20_000)}`));
    };
    const filling = fill();
    filling.catch(() => undefined);
    await full.promise;
    await engine.close();
    await expect(filling).rejects.toThrow(code('DISK_FULL'));
    expect(await readAll(opened({ path }).log, input)).toHaveLength(acknowledged);
  });
});

test('a damaged chunk stops its reader at the place, and what lies before it can be read', async () => {
  const path = filePath();
  const engine = opened({ path, readBytes: 1 });
  for (const word of ['a', 'b', 'c']) await engine.log.append(input, chunkOfWords(word));
  const { id, bytes } =
    engine.db.prepare('SELECT id & 0xffffffff AS id, bytes FROM chunks ORDER BY rowid LIMIT 1 OFFSET 1').get() ?? {};
  const flipped = Uint8Array.from(bytes as Uint8Array);
  flipped[10] = (flipped[10] ?? 0) ^ 4;
  engine.db.prepare('UPDATE chunks SET bytes = ? WHERE id & 0xffffffff = ?').run(flipped, id ?? null);
  const reader = engine.log.read(input, 0);
  const signal = new AbortController().signal;
  expect((await reader.next(signal))[0]?.offset).toBe(0);
  const [damaged] = await reader.next(signal);
  expect(() => damaged?.chunk).toThrow(
    expect.objectContaining({
      code: 'LOG_CORRUPT',
      message: expect.stringContaining('main/test/words/0 is damaged at offset 1') as string,
    }),
  );
});

describe('retention', () => {
  const old = (word: string): ReturnType<typeof chunkOfWords> => chunkOf([data(word, 0)]);
  const FAR = 10_000_000_000;

  test('deletes what is older than its stream keeps once every reader has passed, and a reader behind it is stopped', async () => {
    const engine = opened({ path: ':memory:', retention: { bytes: 0 } });
    for (const word of ['a', 'b', 'c', 'd']) await engine.log.append(input, old(word));
    await engine.store.commit([unitOf({ next: 2 }), unitOf({ task: 'slow', next: 1 })]);
    expect(await engine.retain(FAR)).toMatchObject({ heldBy: ['slow', 'count/0'] });
    expect(await engine.log.first(input)).toBe(1);
    await engine.store.commit([unitOf({ task: 'slow', next: 3 })]);
    await engine.retain(FAR);
    expect(await engine.log.first(input)).toBe(2);
    expect(await readAll(engine.log, input, 2)).toEqual(['c', 'd']);
    await expect(next(engine, 1)).rejects.toThrow(code('LOG_TRIMMED'));
  });

  test('keeps everything while there is room and it is young', async () => {
    const engine = opened({ path: ':memory:' });
    for (const word of ['a', 'b', 'c']) await engine.log.append(input, old(word));
    await engine.store.commit([unitOf({ next: 3 })]);
    expect(await engine.retain(0)).toMatchObject({ deletedBytes: 0, heldBy: [] });
    expect(await engine.log.first(input)).toBe(0);
  });

  describe('of dead letters', () => {
    const { timeline, ...words } = input;
    const intakePlace = { ...words, timeline, stream: intake, generation: 0 };
    const lettersPlace = { ...words, timeline, stream: deadLetters };
    const letter = (size: number) => {
      const raw = new Uint8Array(size);
      return { source: 's', mapping: 'm', origin: 'o', size, raw, reason: 'nul', detail: '' };
    };

    /** An engine with a bound of 100 kB that holds letters of these sizes, and intake that everybody has read. */
    async function filled(letters: readonly number[], items: readonly number[]) {
      const engine = opened({ path: ':memory:', retention: { bytes: 100_000 } });
      for (const size of letters) await engine.log.append(lettersPlace, chunkOf([data(letter(size), 0)]));
      for (const size of items) await engine.log.append(intakePlace, chunkOf([data(letter(size), 0)]));
      await engine.store.commit([{ ...unitOf({ next: items.length }), input: intakePlace }]);
      return engine;
    }

    test('up to half of the bound intake makes room', async () => {
      const engine = await filled(Array(4).fill(10_000), Array(10).fill(10_000));
      const { bytes, heldBy } = await engine.retain(1);
      expect([heldBy, bytes > 80_000, bytes <= 100_000]).toEqual([[], true, true]);
      expect(await engine.log.first(lettersPlace)).toBe(0);
    });

    test('beyond that intake keeps the other half, and the letters are named as what holds the log', async () => {
      const engine = await filled(Array(20).fill(10_000), Array(20).fill(10_000));
      const { bytes, heldBy } = await engine.retain(1);
      expect(heldBy).toEqual(['dead-letters']);
      expect([bytes > 240_000, bytes < 252_000]).toEqual([true, true]);
      expect(await engine.log.first(lettersPlace)).toBe(0);
    });

    test('nothing is trimmed for them, while intake has less than its half', async () => {
      const engine = await filled(Array(20).fill(10_000), Array(4).fill(10_000));
      expect(await engine.retain(1)).toMatchObject({ deletedBytes: 0, heldBy: ['dead-letters'] });
    });

    test('those of more than 30 days go', async () => {
      const engine = await filled(Array(20).fill(10_000), [1, 1]);
      expect((await engine.retain(29 * DAY_MS)).heldBy).toEqual(['dead-letters']);
      expect((await engine.retain(31 * DAY_MS)).heldBy).toEqual([]);
      expect(await engine.log.first(lettersPlace)).toBe(19);
    });
  });

  test('never deletes what nobody has read yet', async () => {
    const engine = opened({ path: ':memory:', retention: { bytes: 0 } });
    for (const word of ['a', 'b']) await engine.log.append(input, old(word));
    await engine.retain(FAR);
    expect(await readAll(engine.log, input)).toEqual(['a', 'b']);
  });
});

test('a second, read-only handle sees what the writer has committed', async () => {
  const path = filePath();
  const writer = opened({ path });
  await writer.log.append(input, chunkOfWords('a'));
  const reader = opened({ path, readOnly: true });
  expect(await readAll(reader.log, input)).toEqual(['a']);
  await writer.log.append(input, chunkOfWords('b'));
  expect(await readAll(reader.log, input)).toEqual(['a', 'b']);
  await expect(reader.log.append(input, chunkOfWords('c'))).rejects.toThrow(code('DIRECTORY_READONLY'));
  expect(await readAll(writer.log, input)).toEqual(['a', 'b']);
});

describe('a timeline', () => {
  test('keeps the number of partitions it was created with', async () => {
    const engine = opened({ path: ':memory:' });
    expect(
      await engine.createTimeline({ workspace: 'main', name: 'live', partitions: 7, usually: 4, now: 0 }),
    ).toMatchObject({ partitions: 7 });
    expect(
      await engine.createTimeline({ workspace: 'main', name: 'live', partitions: 7, usually: 4, now: 1 }),
    ).toMatchObject({ partitions: 7 });
    expect(engine.timelines.all()).toEqual([{ workspace: 'main', name: 'live', partitions: 7 }]);
    await expect(
      engine.createTimeline({ workspace: 'main', name: 'live', partitions: 4, usually: 4, now: 2 }),
    ).rejects.toThrow(code('USAGE'));
  });
});
