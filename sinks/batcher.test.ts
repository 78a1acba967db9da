import { describe, expect, it, onTestFinished } from 'vitest';
import { openEngine, type Engine } from '../runtime/log/embedded/engine.ts';
import type { Clock } from '../runtime/time/clock.ts';
import type { DeadLetter } from '../schemas/results/dead-letter.ts';
import { NO_NAME, type Chunk, type Name } from '../schemas/envelope.ts';
import type { Count } from '../schemas/results/count.ts';
import { counts, deadLetters } from '../schemas/streams.ts';
import { runBatcher } from './batcher.ts';
import type { Result, Sink, Rows } from './sink.ts';

const clock: Clock = { now: () => 0, sleep: () => Promise.resolve() };
const place = { workspace: 'main', timeline: 't', generation: 1 };
const options = {
  ...place,
  sink: 'test',
  partitions: 2,
  stream: counts,
  revisionOf: (_: Count, at: number) => BigInt(at),
  lingerMs: 0,
};

function engineHere(): Engine {
  const engine = openEngine({ path: ':memory:' });
  onTestFinished(() => engine.close());
  return engine;
}

function append(engine: Engine, partition: number, names: readonly Name[], previous: Name): Promise<number> {
  const records = names.map((name) => ({
    key: '',
    eventTime: 0,
    receivedTime: 0,
    trace: '',
    subject: '',
    name,
    kind: 'data' as const,
    value: { pipeline: 'p', partition, counter: 'lines' as const, value: name.at },
  }));
  return engine.log.append({ ...place, stream: counts, partition }, { ...place, producer: 'task', previous, records });
}

/** Runs until `rows` rows have been written and their positions stored. */
async function carry(
  engine: Engine,
  rows: number,
  write?: (batch: readonly Result<Count>[]) => Promise<void>,
): Promise<number[]> {
  const written: number[] = [];
  const stop = new AbortController();
  const target = {
    async write(make: Rows<Result<Count>>) {
      const batch = make();
      await write?.(batch);
      written.push(...batch.map(({ value }) => value.value));
      return [];
    },
  };
  const onCommit = (): void => {
    if (written.length >= rows) stop.abort(new Error('enough'));
  };
  await expect(
    runBatcher(options, { log: engine.log, store: engine.store, clock, target, onCommit }, stop.signal),
  ).rejects.toThrow('enough');
  return written;
}

/** The letters of a partition: who wrote them under which name, and what they say. */
async function lettersOf(engine: Engine, partition: number): Promise<string[]> {
  const at = { ...place, stream: deadLetters, partition };
  if ((await engine.log.end(at)) === 0) return [];
  const batch = await engine.log.read<DeadLetter>(at, 0).next(new AbortController().signal);
  const said = ({ producer, previous, records }: Chunk<DeadLetter>): string[] => {
    const before = [previous, ...records.map(({ name }) => name ?? NO_NAME)];
    return records.map(({ name, value }, i) => {
      const { origin, raw, reason, detail } = value as DeadLetter;
      const { value: refused } = JSON.parse(new TextDecoder().decode(raw)) as Count;
      return `${producer} ${name?.at} after ${before[i]?.at}: ${origin} holds ${refused}, ${reason}: ${detail}`;
    });
  };
  return batch.flatMap(({ chunk }) => said(chunk));
}

const named = (at: number, index = 0): Name => ({ at, index });

describe('the batcher', () => {
  it('carries all partitions and goes on behind what it has stored', async () => {
    const engine = engineHere();
    await append(engine, 0, [named(1), named(2)], NO_NAME);
    await append(engine, 1, [named(7)], NO_NAME);
    expect((await carry(engine, 3)).toSorted((a, b) => a - b)).toEqual([1, 2, 7]);
    await append(engine, 1, [named(9)], named(7));
    expect(await carry(engine, 1)).toEqual([9]);
  });

  it('drops records that a crash or a second owner wrote again', async () => {
    const engine = engineHere();
    await append(engine, 0, [named(1), named(2)], NO_NAME);
    await append(engine, 0, [named(1), named(2), named(2, 1)], NO_NAME);
    expect(await carry(engine, 3)).toEqual([1, 2, named(2, 1).at]);
  });

  it('stops loudly when records are missing', async () => {
    const engine = engineHere();
    await append(engine, 0, [named(5)], named(3));
    const target = refusing();
    await expect(
      runBatcher(options, { log: engine.log, store: engine.store, clock, target }, new AbortController().signal),
    ).rejects.toMatchObject({ code: 'LOG_GAP' });
  });

  it('stores no position before the rows are durable: a write that fails is repeated by the next run', async () => {
    const engine = engineHere();
    await append(engine, 0, [named(1)], NO_NAME);
    const target = { write: () => Promise.reject(new Error('store is gone')) };
    await expect(
      runBatcher(options, { log: engine.log, store: engine.store, clock, target }, new AbortController().signal),
    ).rejects.toThrow('store is gone');
    expect(await carry(engine, 1)).toEqual([1]);
  });

  /** Refuses these values, the last one first. */
  const refusing = (...bad: readonly number[]): Sink<Result<Count>> => ({
    write: (rows) =>
      Promise.resolve(
        rows()
          .filter(({ value }) => bad.includes(value.value))
          .map((row) => ({ row, error: new Error('cannot be held') }))
          .toReversed(),
      ),
  });

  /** Runs until the sink passes `point`; then the process is gone. */
  async function crashAt(engine: Engine, target: Sink<Result<Count>>, point: string): Promise<void> {
    const at = (passed: string): void => {
      if (passed === point) throw new Error('crash');
    };
    const deps = { log: engine.log, store: engine.store, clock, target, at };
    await expect(runBatcher(options, deps, new AbortController().signal)).rejects.toThrow('crash');
  }

  it('keeps a refused row as one letter, whether it crashes before or after its position is stored', async () => {
    const engine = engineHere();
    await append(engine, 1, [named(4), named(6), named(9)], NO_NAME);
    const sink = 'main/t/sink-test/1/counts/1';
    const letter = `${sink} 1 after -1: counts:1:1 holds 6, store-refused: cannot be held`;
    for (let crash = 0; crash < 3; crash++) await crashAt(engine, refusing(6), 'insert-acknowledged');
    expect(await lettersOf(engine, 1)).toEqual([]);
    await crashAt(engine, refusing(6), 'sink-position');
    expect(await lettersOf(engine, 1)).toEqual([letter]);
    await append(engine, 1, [named(12), named(15)], named(9));
    await crashAt(engine, refusing(12, 15), 'sink-position');
    expect(await lettersOf(engine, 1)).toEqual([
      letter,
      `${sink} 3 after 1: counts:1:3 holds 12, store-refused: cannot be held`,
      `${sink} 4 after 3: counts:1:4 holds 15, store-refused: cannot be held`,
    ]);
    expect(await lettersOf(engine, 0)).toEqual([]);
  });
});
