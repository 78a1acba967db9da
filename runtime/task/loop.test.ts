import { describe, expect, onTestFinished, test } from 'vitest';
import { PLACE } from '../../tests/support/drive.ts';
import { barrier, chunkOf, data, tick } from '../../tests/support/records.ts';
import { lines, words, wordPipeline } from '../../tests/support/word-pipeline.ts';
import type { LogRecord } from '../../schemas/envelope.ts';
import { openEngine } from '../log/embedded/engine.ts';
import type { Partition } from '../log/log.ts';
import { runTask } from './loop.ts';

const place = { workspace: 'main', timeline: 'test', partition: 0 };
const input: Partition<string> = { ...place, stream: words, generation: 1 };
const output: Partition<string> = { ...place, stream: lines, generation: 1 };

function opened() {
  const engine = openEngine({ path: ':memory:' });
  onTestFinished(() => engine.close());
  const append = (...records: readonly LogRecord<string>[]) => engine.log.append(input, chunkOf(records));

  /** Runs a task of this version until it has committed up to the position, then stops it. */
  async function runTo(position: number, version = 1): Promise<void> {
    const stop = new AbortController();
    const onCommit = (_task: string, next: number): void => {
      if (next >= position) stop.abort(new Error('far enough'));
    };
    const ended = runTask(wordPipeline(version), PLACE, [''], { ...engine, onCommit }, stop.signal);
    await expect(ended).rejects.toThrow('far enough');
  }

  async function written(): Promise<string[]> {
    if ((await engine.log.end(output)) === 0) return [];
    const batch = await engine.log.read(output, 0).next(new AbortController().signal);
    return batch.flatMap(({ chunk }) =>
      chunk.records.flatMap((record) => (record.kind === 'data' ? [record.value] : [])),
    );
  }

  return { ...engine, append, runTo, written };
}

describe('running a task', () => {
  test('commits outputs, position and state, and a restart goes on from there', async () => {
    const { append, runTo, written, store } = opened();
    await append(data('a', 0), data('a', 1));
    await runTo(2);
    await append(data('a', 2), tick(10));
    await runTo(4);
    expect(await written()).toEqual(['a 3 at 10']);
    expect((await store.restore('main/test/count-words/1/0')).next).toBe(4);
  });

  test('starts at its position, also inside a chunk that a barrier has split between two versions', async () => {
    const { append, runTo, written, log, store } = opened();
    await append(data('a', 0), barrier('count-words', 2), data('a', 0), data('b', 0), tick(10));
    const never = new AbortController().signal;
    await runTask(wordPipeline(1), PLACE, [''], { log, store }, never);
    expect((await store.restore('main/test/count-words/1/0')).next).toBe(2);
    await runTo(5, 2);
    expect(await written()).toEqual(['a 2 at 10', 'b 1 at 10']);
  });

  test('of a version that a barrier has closed ends at once, without reading', async () => {
    const { append, log, store } = opened();
    await append(barrier('count-words', 2), data('a', 0), tick(10));
    const never = new AbortController().signal;
    for (let i = 0; i < 2; i++) await runTask(wordPipeline(1), PLACE, [''], { log, store }, never);
    expect((await store.restore('main/test/count-words/1/0')).next).toBe(1);
  });

  test('stops with what broke, and what it had not committed is not there', async () => {
    const { append, written, log, store } = opened();
    await append(data('a', 0), tick(10));
    const broken = { restore: store.restore, commit: () => Promise.reject(new Error('no room')) };
    const never = new AbortController().signal;
    await expect(runTask(wordPipeline(), PLACE, [''], { log, store: broken }, never)).rejects.toThrow('no room');
    expect(await written()).toEqual([]);
  });
});
