import { describe, expect, onTestFinished, test } from 'vitest';
import {
  NO_STATE,
  type Log,
  type Partition,
  type Positioned,
  type SeenRun,
  type StateChange,
  type TaskStore,
  type Unit,
} from '../../runtime/log/log.ts';
import type { Chunk } from '../../schemas/envelope.ts';
import { chunkOf, data, tick } from '../support/records.ts';
import { lines, words } from '../support/word-pipeline.ts';
import { encodedOutput } from '../../runtime/log/output.ts';

export interface OpenLog {
  readonly log: Log;
  readonly store: TaskStore;
  close(): Promise<void>;
}

export const input: Partition<string> = {
  workspace: 'main',
  timeline: 'test',
  stream: words,
  generation: 0,
  partition: 0,
};
export const output: Partition<string> = { ...input, stream: lines, generation: 1 };

export const chunkOfWords = (...texts: readonly string[]): Chunk<string> =>
  chunkOf(texts.map((text, i) => data(text, i)));

export function unitOf(unit: Partial<Unit> = {}): Unit {
  return { task: 'count/0', input, next: 0, meta: Uint8Array.of(1), ...NO_STATE, outputs: [], ...unit };
}

export const change = (key: string, value: number | undefined, due?: number, report = false): StateChange => ({
  fold: 'count',
  key,
  due,
  report,
  value: value === undefined ? undefined : Uint8Array.of(value),
});

const wordsIn = (batch: readonly Positioned<string>[]): string[] =>
  batch.flatMap(({ chunk }) => chunk.records.flatMap((record) => (record.kind === 'data' ? [record.value] : [])));

/** What is there now, from the chunk that holds `from`. */
export async function readAll(log: Log, partition: Partition<string>, from = 0): Promise<string[]> {
  const reader = log.read(partition, from);
  const end = await log.end(partition);
  const found: string[] = [];
  for (let at = from; at < end;) {
    const batch = await reader.next(new AbortController().signal);
    found.push(...wordsIn(batch));
    const last = batch.at(-1);
    if (last === undefined) throw new Error('a reader gave an empty batch');
    at = last.offset + last.count;
  }
  return found;
}

/** What every log and task store must do; `open` gives an empty one. */
export function logContract(engine: string, open: () => Promise<OpenLog>): void {
  async function opened(): Promise<OpenLog> {
    const one = await open();
    onTestFinished(() => one.close());
    return one;
  }

  describe(`${engine}: the log`, () => {
    test('gives records back in the order of their append, at contiguous offsets from 0', async () => {
      const { log } = await opened();
      expect(await log.end(input)).toBe(0);
      expect(await log.append(input, chunkOfWords('a', 'b'))).toBe(0);
      expect(await log.append(input, chunkOfWords('c'))).toBe(2);
      expect(
        await Promise.all([log.append(input, chunkOfWords('d', 'e')), log.append(input, chunkOfWords('f'))]),
      ).toEqual([3, 5]);
      expect(await log.end(input)).toBe(6);
      expect(await readAll(log, input)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    });

    test('gives a chunk back whole, with everything its records carry', async () => {
      const { log } = await opened();
      const name = { at: 3, index: 1 };
      const chunk: Chunk<string> = {
        ...chunkOf([{ ...data('a', 5), receivedTime: 9, key: 'k', trace: 't', subject: 's', name, late: true }]),
        producer: 'p',
        generation: 4,
        previous: { at: 2, index: 0 },
      };
      await log.append(output, chunk);
      expect(await log.read(output, 0).next(new AbortController().signal)).toEqual([
        { offset: 0, count: chunk.records.length, chunk },
      ]);
    });

    test('keeps partitions, streams, generations and timelines apart', async () => {
      const { log } = await opened();
      const others: Partition<string>[] = [
        { ...input, partition: 1 },
        { ...input, stream: lines },
        { ...input, generation: 1 },
        { ...input, timeline: 'other' },
        { ...input, workspace: 'other' },
      ];
      for (const [i, other] of others.entries()) await log.append(other, chunkOfWords(String(i)));
      expect(await log.end(input)).toBe(0);
      for (const [i, other] of others.entries()) expect(await readAll(log, other)).toEqual([String(i)]);
    });

    test('hands out bounded batches: a slow reader is never given everything at once', async () => {
      const { log } = await opened();
      const large = 'x'.repeat(200_000);
      for (let i = 0; i < 8; i++) await log.append(input, chunkOfWords(`${i}${large}`));
      const reader = log.read(input, 0);
      const batch = await reader.next(new AbortController().signal);
      expect(batch.length).toBeGreaterThan(0);
      expect(batch.length).toBeLessThan(8);
      expect((await readAll(log, input)).map((word) => word[0])).toEqual('01234567'.split(''));
    });

    test('reads from the chunk that holds the position, also from inside one', async () => {
      const { log } = await opened();
      await log.append(input, chunkOfWords('a', 'b'));
      await log.append(input, chunkOfWords('c', 'd', 'e'));
      const signal = new AbortController().signal;
      const offsets = async (from: number): Promise<number[]> =>
        (await log.read(input, from).next(signal)).map(({ offset }) => offset);
      expect(await offsets(1)).toEqual([0, 2]);
      expect(await offsets(2)).toEqual([2]);
      expect(await offsets(4)).toEqual([2]);
    });

    test('refuses a tick in the future loudly, stores nothing of it and goes on', async () => {
      const { log } = await opened();
      const ahead = { ...tick(10_000_000), receivedTime: 0 };
      await expect(log.append(input, chunkOf<string>([data('a', 0), ahead]))).rejects.toThrow(
        expect.objectContaining({ code: 'TICK_IN_FUTURE' }),
      );
      expect(await log.end(input)).toBe(0);
      expect(await log.append(input, chunkOf<string>([tick(5)]))).toBe(0);
    });

    test('lets a reader wait at the end and wakes it by an append', async () => {
      const { log } = await opened();
      await log.append(input, chunkOfWords('a'));
      const reader = log.read(input, 1);
      const waiting = reader.next(new AbortController().signal);
      await log.append({ ...input, partition: 1 }, chunkOfWords('elsewhere'));
      await log.append(input, chunkOfWords('b'));
      expect(wordsIn(await waiting)).toEqual(['b']);
    });

    test('ends a wait with the reason of its signal', async () => {
      const { log } = await opened();
      const stop = new AbortController();
      const reader = log.read(input, 0);
      const waiting = reader.next(stop.signal);
      stop.abort(new Error('enough'));
      await expect(waiting).rejects.toThrow('enough');
      await expect(reader.next(stop.signal)).rejects.toThrow('enough');
    });
  });

  describe(`${engine}: the task store`, () => {
    test('restores an unknown task at position 0 without state', async () => {
      const { store } = await opened();
      const { next, meta, state } = await store.restore('nobody');
      expect([next, meta.length, state.get('count', 'a'), state.nextDue(), state.reports()]).toEqual([
        0,
        0,
        undefined,
        undefined,
        [],
      ]);
    });

    test('makes outputs, position and state durable in one step', async () => {
      const { log, store } = await opened();
      const chunk = { ...chunkOfWords('out'), producer: '' };
      await store.commit([
        unitOf({ next: 7, state: [change('a', 1, 30, true)], outputs: [encodedOutput(output, chunk)] }),
      ]);
      expect(await readAll(log, output)).toEqual(['out']);
      const { next, meta, state } = await store.restore('count/0');
      expect([next, [...meta]]).toEqual([7, [1]]);
      expect(state.get('count', 'a')).toEqual({
        fold: 'count',
        key: 'a',
        due: 30,
        report: true,
        value: Uint8Array.of(1),
      });
      expect(state.nextDue()).toBe(30);
      expect(state.reports()).toEqual([{ fold: 'count', key: 'a' }]);
    });

    test('replaces and forgets keys, and a restored view sees later commits of its task', async () => {
      const { store } = await opened();
      await store.commit([unitOf({ state: [change('a', 1, 10, true), change('b', 2)] })]);
      const { state } = await store.restore('count/0');
      await store.commit([unitOf({ state: [change('a', 3), change('b', undefined)] })]);
      expect(state.get('count', 'a')).toMatchObject({ value: Uint8Array.of(3), due: undefined, report: false });
      expect(state.get('count', 'b')).toBeUndefined();
      expect([state.nextDue(), state.reports()]).toEqual([undefined, []]);
    });

    test('gives timers in the order (due, fold, key) by code point, page by page, with NUL in keys', async () => {
      const { store } = await opened();
      const keys = ['b\0x', 'a\0y', 'a\0x', '\u{1f600}', '\uff01'];
      await store.commit([
        unitOf({ state: [...keys.map((key) => change(key, 1, 20)), change('z', 1, 10), change('later', 1, 50)] }),
      ]);
      const { state } = await store.restore('count/0');
      const found: string[] = [];
      for (let after: ReturnType<typeof state.due>[number] | undefined; ;) {
        const page = state.due(20, after, 2);
        found.push(...page.map(({ key }) => key));
        after = page.at(-1);
        if (after === undefined) break;
      }
      expect(found).toEqual(['z', 'a\0x', 'a\0y', 'b\0x', '\uff01', '\u{1f600}']);
    });

    test('remembers seen keys by run until their span is forgotten', async () => {
      const { store } = await opened();
      const filter = Uint8Array.of(7, 8);
      const run = (span: number, n: number): SeenRun => ({ fold: 'count', span, run: n });
      await store.commit([
        unitOf({
          seen: [
            { ...run(20, 0), keys: JSON.stringify(['c']), filter: undefined },
            { ...run(10, 1), keys: JSON.stringify(['\uff01', '\u{1f600}']), filter: undefined },
            { ...run(10, 0), keys: JSON.stringify(['a', 'b\0"x']), filter: undefined },
          ],
        }),
      ]);
      await store.commit([unitOf({ seen: [{ ...run(10, 0), keys: JSON.stringify(['d']), filter }] })]);
      const { state } = await store.restore('count/0');
      expect(state.seenRuns()).toEqual([
        { ...run(10, 0), filter },
        { ...run(10, 1), filter: undefined },
        { ...run(20, 0), filter: undefined },
      ]);
      expect(state.seenKeys(run(10, 0)).toSorted()).toEqual(['a', 'b\0"x', 'd']);
      expect(state.seenKeys(run(10, 1)).toSorted()).toEqual(['\u{1f600}', '\uff01']);
      expect(['a', 'b\0"x', 'c'].map((key) => state.hasSeen(run(10, 0), key))).toEqual([true, true, false]);
      await store.commit([unitOf({ seenFloors: [{ fold: 'count', span: 20 }] })]);
      const later = (await store.restore('count/0')).state;
      expect(later.seenRuns()).toEqual([{ ...run(20, 0), filter: undefined }]);
      expect([later.hasSeen(run(10, 0), 'a'), later.hasSeen(run(20, 0), 'c')]).toEqual([false, true]);
    });

    test('commits several tasks as one group and keeps their states apart', async () => {
      const { log, store } = await opened();
      const both = ['count/0', 'count/1'].map((task, i) =>
        unitOf({ task, next: i + 1, state: [change('a', i)], outputs: [encodedOutput(output, chunkOfWords(task))] }),
      );
      await store.commit(both);
      expect(await readAll(log, output)).toEqual(['count/0', 'count/1']);
      for (const [i, { task }] of both.entries()) {
        const { next, state } = await store.restore(task);
        expect([next, state.get('count', 'a')?.value[0]]).toEqual([i + 1, i]);
      }
    });

    test('resolves a commit only when its outputs can be read', async () => {
      const { log, store } = await opened();
      const waiting = log.read(output, 0).next(new AbortController().signal);
      await store.commit([unitOf({ outputs: [encodedOutput(output, chunkOfWords('out'))] })]);
      expect(await log.end(output)).toBe(1);
      expect(wordsIn(await waiting)).toEqual(['out']);
    });
  });
}
