import { expect, test } from 'vitest';
import type { ReplayCursor, ReplayProgress } from '../connectors/replay/options.ts';
import type { ReplaySource } from '../connectors/replay/source.ts';
import { measured } from './replay-progress.ts';

const NEVER = new AbortController().signal;

/** A source that has read all of its 100 bytes ahead and hands over 10 of them at a page. */
function ahead(progress: ReplayProgress = { phase: 'reading', doneBytes: 100, totalBytes: 100 }): ReplaySource {
  return {
    id: 'replay:a',
    read: async (after: ReplayCursor | undefined) => {
      const offset = (after?.offset ?? 0) + 10;
      const cursor: ReplayCursor = { order: 'time', offset, lines: offset / 10, maxTime: 0 };
      return { items: [], cursor, coveredUntil: 0, nextAt: 0, done: offset === 100 };
    },
    progress: () => progress,
    close: async () => undefined,
    discard: async () => undefined,
  };
}

const cursorAt = (offset: number): ReplayCursor => ({ order: 'time', offset, lines: offset / 10, maxTime: 0 });

test('progress is what was handed over and stored, whatever was read ahead', async () => {
  const { source, stored, state } = measured(ahead(), { isPacked: false, linesBefore: 0 });
  expect(state()).toEqual({ done: 0, total: 100, count: 0 });
  await source.read(undefined, NEVER);
  expect(state()).toMatchObject({ done: 0, count: 0 });
  stored(1);
  expect(state()).toEqual({ done: 10, total: 100, count: 1 });
});

test('the last percent comes with the last page', async () => {
  const { source, stored, state } = measured(ahead(), { isPacked: true, linesBefore: 5 });
  await source.read(cursorAt(80), NEVER);
  stored(14);
  expect(state()).toEqual({ done: 99, total: 100, count: 9 });
  await source.read(cursorAt(90), NEVER);
  stored(15);
  expect(state()).toEqual({ done: 1, total: 1, count: 10 });
});

test('a resumed run begins where the last one stopped', async () => {
  const { source, state } = measured(ahead(), { isPacked: false, linesBefore: 4 });
  await source.read(cursorAt(40), NEVER);
  expect(state()).toMatchObject({ done: 40, count: 0 });
});

test('sorting is a step of its own, with nothing to count', () => {
  const sorting = ahead({ phase: 'sorting', doneBytes: 50, totalBytes: 100 });
  const { state } = measured(sorting, { isPacked: false, linesBefore: 0 });
  expect(state()).toMatchObject({ doing: 'sorting', done: 50, total: 100 });
});
