import { open, rm } from 'node:fs/promises';

import { batchReader, nextHead } from './batches.ts';
import { frameWriter, readFrames } from './frames.ts';
import type { SortedItem } from './frames.ts';

/** Sorts items in memory and writes them to a file. */
export async function writeRun(path: string, items: readonly SortedItem[]): Promise<void> {
  await using handle = await open(path, 'w');
  const writer = frameWriter(handle);
  for (const item of items.toSorted(inOrder)) {
    writer.write(item);
    if (writer.full()) await writer.flush();
  }
  await writer.flush();
}

/** Merges sorted files into one, which is on disk when this resolves, and removes them. */
export async function mergeRuns(runs: readonly string[], path: string, signal: AbortSignal): Promise<void> {
  const readers = runs.map((run) => batchReader(readFrames(run, 0)));
  try {
    await using handle = await open(path, 'w');
    const writer = frameWriter(handle);
    const heads = await Promise.all(readers.map(nextHead));
    for (let index = least(heads); index >= 0; index = least(heads)) {
      const [head, reader] = [heads[index], readers[index]];
      if (head === undefined || reader === undefined) break;
      writer.write(head);
      reader.take();
      heads[index] = reader.head() ?? (await nextHead(reader));
      if (!writer.full()) continue;
      signal.throwIfAborted();
      await writer.flush();
    }
    await writer.flush();
    await handle.sync();
  } finally {
    await Promise.all(readers.map((reader) => reader.close()));
  }
  await Promise.all(runs.map((run) => rm(run)));
}

function inOrder(a: SortedItem, b: SortedItem): number {
  return a.sortTime - b.sortTime || a.line - b.line;
}

/** The index of the first in order; -1 when there is none. */
function least(heads: readonly (SortedItem | undefined)[]): number {
  let best: SortedItem | undefined;
  let bestIndex = -1;
  for (let index = 0; index < heads.length; index++) {
    const head = heads[index];
    if (head === undefined || (best !== undefined && inOrder(head, best) > 0)) continue;
    best = head;
    bestIndex = index;
  }
  return bestIndex;
}
