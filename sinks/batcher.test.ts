import { describe, expect, it, onTestFinished } from 'vitest';
import { openEngine, type Engine } from '../runtime/log/embedded/engine.ts';
import type { Clock } from '../runtime/time/clock.ts';
import { NO_NAME, type Name } from '../schemas/envelope.ts';
import type { Count } from '../schemas/results/count.ts';
import { counts } from '../schemas/streams.ts';
import { runBatcher } from './batcher.ts';
import type { Result } from './sink.ts';

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
    async write(batch: readonly Result<Count>[]) {
      await write?.(batch);
      written.push(...batch.map(({ value }) => value.value));
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
    const target = { write: () => Promise.resolve() };
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
});
