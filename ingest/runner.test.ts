import { describe, expect, it, onTestFinished } from 'vitest';
import type { Page, RawItem, Source } from '../connectors/connector.ts';
import { openEngine, type Engine } from '../runtime/log/embedded/engine.ts';
import type { Clock } from '../runtime/time/clock.ts';
import type { LogRecord } from '../schemas/envelope.ts';
import type { Item } from '../schemas/events/item.ts';
import { DAY_MS } from '../schemas/instants.ts';
import { intake } from '../schemas/streams.ts';
import { runSource } from './runner.ts';

const NOW = Date.UTC(2026, 5, 1);
const never = new AbortController().signal;

/** A clock that jumps: sleeping takes no time, and is written down. */
function jumping(): Clock & { slept: number[] } {
  const slept: number[] = [];
  let now = NOW;
  return {
    slept,
    now: () => now,
    sleep: (ms) => {
      slept.push(ms);
      now += ms;
      return Promise.resolve();
    },
  };
}

function engineHere(): Engine {
  const engine = openEngine({ path: ':memory:' });
  onTestFinished(() => engine.close());
  return engine;
}

function itemAt(eventTime: number | undefined, id: string): RawItem {
  return { id, eventTime, origin: `here:${id}`, size: 2, raw: Buffer.from('{}') };
}

/** Hands its pages over one by one; an error in their place is thrown once. */
function pagesOf(
  pages: readonly (readonly RawItem[] | Error)[],
  coveredUntil = 0,
): Source<number> & { asked: (number | undefined)[] } {
  const asked: (number | undefined)[] = [];
  let thrown = 0;
  return {
    id: 'test',
    asked,
    read(after): Promise<Page<number>> {
      asked.push(after);
      const at = after ?? 0;
      const page = pages[at + thrown];
      if (page instanceof Error) {
        thrown++;
        return Promise.reject(page);
      }
      return Promise.resolve({
        items: page ?? [],
        cursor: at + 1,
        coveredUntil,
        nextAt: 0,
        done: at + 1 + thrown >= pages.length,
      });
    },
  };
}

async function recordsIn(engine: Engine, partition: number): Promise<LogRecord<Item>[]> {
  const batch = await engine.log
    .read({ workspace: 'main', timeline: 't', stream: intake, generation: 0, partition }, 0)
    .next(never);
  return batch.flatMap(({ chunk }) => [...chunk.records]);
}

const options = (source: Source<number>, partitions = 2) => ({
  workspace: 'main',
  timeline: 't',
  partitions,
  source,
  mapping: 'm',
  shared: [{ name: 'watches', value: new Uint8Array([1]) }],
  live: false,
});

describe('the source runner', () => {
  it('broadcasts what every item needs before the first item, in every partition', async () => {
    const engine = engineHere();
    await runSource(options(pagesOf([[itemAt(NOW - 5_000, 'a')]])), { store: engine.store, clock: jumping() }, never);
    for (const partition of [0, 1]) expect((await recordsIn(engine, partition))[0]?.kind).toBe('shared');
  });

  it('ticks every partition before an item that crosses a second, never backwards, and at the end with the last event time', async () => {
    const engine = engineHere();
    const times = [1_000, 1_900, 500, 4_250];
    await runSource(
      options(pagesOf([times.map((t, i) => itemAt(NOW - DAY_MS + t, `id${i}`))]), 3),
      { store: engine.store, clock: jumping() },
      never,
    );
    for (const partition of [0, 1, 2]) {
      const ticks = (await recordsIn(engine, partition)).flatMap((record) =>
        record.kind === 'tick' ? [record.value] : [],
      );
      expect(ticks.map(({ time }) => time - NOW + DAY_MS)).toEqual([1_000, 4_000, 4_250]);
      expect(ticks.map(({ final }) => final)).toEqual([false, false, true]);
    }
  });

  it('ticks live once a second at most, with the time handed over, and not at the end', async () => {
    const engine = engineHere();
    const pages: Partial<Page<number>>[] = [
      { items: [itemAt(NOW - DAY_MS, 'a')] },
      { items: [itemAt(NOW - DAY_MS + 1_000, 'b')], nextAt: NOW + 400 },
      { nextAt: NOW + 1_200 },
      { items: [itemAt(NOW - 3_000, 'c')] },
      { done: true },
    ];
    const source: Source<number> = {
      id: 'test',
      read: (after) => {
        const at = after ?? 0;
        return Promise.resolve({ items: [], cursor: at + 1, coveredUntil: 0, nextAt: 0, done: false, ...pages[at] });
      },
    };
    await runSource({ ...options(source, 1), live: true }, { store: engine.store, clock: jumping() }, never);
    const ticks = (await recordsIn(engine, 0)).flatMap((record) => (record.kind === 'tick' ? [record.value] : []));
    expect(ticks.map(({ time, live }) => [time - NOW, live])).toEqual([
      [-DAY_MS, false],
      [-DAY_MS, true],
      [1_000 - DAY_MS, false],
      [-3_000, false],
      [-3_000, true],
      [-3_000, false],
    ]);
  });

  it('says at the end what a source has covered, and nothing for one that makes no promise', async () => {
    const items = [itemAt(NOW - 3_000, 'a'), itemAt(NOW - 1_000, 'b')];
    for (const coveredUntil of [0, NOW - 1_000]) {
      const engine = engineHere();
      await runSource(options(pagesOf([items], coveredUntil)), { store: engine.store, clock: jumping() }, never);
      const covered = (await recordsIn(engine, 1)).filter(({ kind }) => kind === 'coverage').map(({ value }) => value);
      const all = { source: 'test', from: NOW - 3_000, to: NOW - 1_000 };
      expect(covered).toEqual(coveredUntil === 0 ? [] : [all]);
    }
  });

  it('lets no broken clock move time: a day ahead is ignored, less is cut to now', async () => {
    const engine = engineHere();
    const items = [
      itemAt(NOW + 2 * DAY_MS, 'a'),
      itemAt(NOW - 3_000, 'b'),
      itemAt(NOW + 60_000, 'c'),
      itemAt(undefined, 'd'),
    ];
    await runSource(options(pagesOf([items]), 1), { store: engine.store, clock: jumping() }, never);
    const ticks = (await recordsIn(engine, 0)).flatMap((record) => (record.kind === 'tick' ? [record.value.time] : []));
    expect(ticks).toEqual([NOW - 3_000, NOW, NOW]);
  });

  it('keeps copies of one item in one partition and in order', async () => {
    const engine = engineHere();
    const copies = Array.from({ length: 20 }, (_, i) => itemAt(NOW - 1_000, i % 2 === 0 ? 'same' : `other${i}`));
    await runSource(
      options(pagesOf([copies.slice(0, 7), copies.slice(7)]), 4),
      { store: engine.store, clock: jumping() },
      never,
    );
    const homes = await Promise.all(
      [0, 1, 2, 3].map(async (p) => (await recordsIn(engine, p)).filter((r) => r.key === 'same').length),
    );
    expect(homes.filter((count) => count > 0)).toEqual([10]);
  });

  it('tries a source that fails again from the same cursor, with growing pauses, and tells', async () => {
    const engine = engineHere();
    const clock = jumping();
    const source = pagesOf([
      [itemAt(NOW - 1_000, 'a')],
      new Error('away'),
      new Error('away'),
      [itemAt(NOW - 900, 'b')],
    ]);
    const told: string[] = [];
    const feed = await runSource(
      options(source),
      { store: engine.store, clock, onFailure: (id, reason, retryMs) => told.push(`${id} ${reason} ${retryMs}`) },
      never,
    );
    expect(source.asked).toEqual([undefined, 1, 1, 1]);
    expect(told).toEqual(['test away 1000', 'test away 2000']);
    expect(feed.lines).toBe(2);
  });

  it('goes on after the last stored page when it starts again', async () => {
    const engine = engineHere();
    const stop = new AbortController();
    const pages = [[itemAt(NOW - 2_000, 'a')], [itemAt(NOW - 1_000, 'b')], [itemAt(NOW - 500, 'c')]];
    const first = runSource(
      options(pagesOf(pages)),
      { store: engine.store, clock: jumping(), onPage: ({ lines }) => lines === 2 && stop.abort(new Error('stop')) },
      stop.signal,
    );
    await expect(first).rejects.toThrow('stop');
    const source = pagesOf(pages);
    const feed = await runSource(options(source), { store: engine.store, clock: jumping() }, never);
    expect(source.asked).toEqual([2]);
    expect(feed.lines).toBe(3);
  });

  it('waits while the log has no room', async () => {
    const engine = engineHere();
    const order: string[] = [];
    const source = pagesOf([[itemAt(NOW - 1_000, 'a')]]);
    const room = () => {
      order.push(`room ${source.asked.length}`);
      return Promise.resolve();
    };
    await runSource(options(source), { store: engine.store, clock: jumping(), room }, never);
    expect(order).toEqual(['room 0']);
  });
});
