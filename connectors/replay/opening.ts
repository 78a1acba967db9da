import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { batchReader } from './batches.ts';
import type { BatchReader } from './batches.ts';
import { readEntries } from './entries.ts';
import type { Entry } from './entries.ts';
import { inspectFile } from './file.ts';
import { readFrames } from './frames.ts';
import { SORT_MEMORY, sortByTime } from './sort.ts';
import type { ReplayDeps, ReplayOptions, ReplayProgress } from './options.ts';

export function sortedPath({ workDirectory, contentKey }: ReplayOptions): string {
  return join(workDirectory, `${contentKey}.sorted`);
}

/** The entries from a cursor's offset on; in time order out of the sorted copy, which is made when it is not there. */
export async function openEntries(
  options: ReplayOptions,
  deps: ReplayDeps,
  offset: number,
  signal: AbortSignal,
  report: (progress: ReplayProgress) => void,
): Promise<BatchReader<Entry>> {
  if (options.order === 'file') return batchReader(inFileOrder(options, deps, offset, 'reading', report));
  const target = sortedPath(options);
  if ((await sizeOf(target)) === undefined) {
    const entries = inFileOrder(options, deps, 0, 'sorting', report);
    const { runBytes, fanIn } = SORT_MEMORY;
    await sortByTime(entries, { target, runBytes: options.sortBytes ?? runBytes, fanIn }, signal);
  }
  return batchReader(sorted(target, offset, report));
}

async function* inFileOrder(
  { path, mapping }: ReplayOptions,
  deps: ReplayDeps,
  offset: number,
  phase: ReplayProgress['phase'],
  report: (progress: ReplayProgress) => void,
): AsyncGenerator<Entry[]> {
  const file = await inspectFile(path);
  const seen = (doneBytes: number): void => report({ phase, doneBytes, totalBytes: file.bytes });
  yield* readEntries(file, mapping, offset, { ...deps, seen });
}

async function* sorted(
  target: string,
  offset: number,
  report: (progress: ReplayProgress) => void,
): AsyncGenerator<Entry[]> {
  const totalBytes = (await sizeOf(target)) ?? 0;
  for await (const frames of readFrames(target, offset)) {
    report({ phase: 'reading', doneBytes: frames.at(-1)?.next ?? offset, totalBytes });
    yield frames;
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  const stats = await stat(path).catch(() => undefined);
  return stats?.size;
}
