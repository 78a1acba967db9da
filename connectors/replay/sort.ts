import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import type { Entry } from './entries.ts';
import type { SortedItem } from './frames.ts';
import { mergeRuns } from './merge.ts';
import { sortRun } from './runs.ts';
import { unwritable } from './unwritable.ts';

export interface SortOptions {
  /** The sorted file to be; it exists only when it is complete. Beside it lie `*.tmp` files while sorting. */
  readonly target: string;
  /** Memory for the lines of one run. */
  readonly runBytes: number;
  /** Runs merged at a time. */
  readonly fanIn: number;
}

/** Runs of 32 MB, 16 at a time: 512 MB are sorted in one merge, 8 GB in two, with less than 100 MB of memory. */
export const SORT_MEMORY: Pick<SortOptions, 'runBytes' | 'fanIn'> = { runBytes: 33_554_432, fanIn: 16 };

/** Sorts the entries of a file by (time, line). An entry without a time keeps its place behind the line before it. */
export function sortByTime(
  entries: AsyncGenerator<readonly Entry[]>,
  options: SortOptions,
  signal: AbortSignal,
): Promise<void> {
  return sortItems(numbered(entries), options, signal);
}

async function* numbered(entries: AsyncGenerator<readonly Entry[]>): AsyncGenerator<SortedItem[]> {
  let line = 0;
  let sortTime = 0;
  for await (const batch of entries) {
    yield batch.map(({ item }) => ({ sortTime: (sortTime = item.eventTime ?? sortTime), line: line++, item }));
  }
}

/**
 * Writes items to a file in the order (sortTime, line), those that have both in common in the order in which they came. In bounded
 * memory: sorted runs on disk, merged. A crash or abort leaves no
 * target, and the next call begins anew; nothing of an earlier one is read. Throws DISK_FULL and DIRECTORY_READONLY for the
 * target's directory, and what reading the items throws.
 */
export async function sortItems(
  items: AsyncGenerator<readonly SortedItem[]>,
  options: SortOptions,
  signal: AbortSignal,
): Promise<void> {
  const { target, fanIn } = options;
  try {
    await mkdir(dirname(target), { recursive: true });
    await removeTemporary(target);
    let runs = await writeRuns(items, options, signal);
    let made = runs.length;
    while (runs.length > fanIn) {
      const merged: string[] = [];
      // Neighbours with neighbours: what equals in time and line keeps the order in which it came.
      for (let at = 0; at < runs.length; at += fanIn) {
        const path = temporary(target, made++);
        await mergeRuns(runs.slice(at, at + fanIn), path, signal);
        merged.push(path);
      }
      runs = merged;
    }
    const complete = temporary(target, made);
    await mergeRuns(runs, complete, signal);
    await rename(complete, target);
    await syncDirectory(dirname(target));
  } catch (error) {
    await removeTemporary(target).catch(() => undefined);
    throw unwritable(target, error);
  } finally {
    await items.return(undefined);
  }
}

function temporary(target: string, number: number): string {
  return `${target}.${number}.tmp`;
}

async function removeTemporary(target: string): Promise<void> {
  const prefix = `${basename(target)}.`;
  for (const name of await readdir(dirname(target))) {
    if (name.startsWith(prefix) && name.endsWith('.tmp')) await rm(join(dirname(target), name));
  }
}

async function writeRuns(
  items: AsyncGenerator<readonly SortedItem[]>,
  { target, runBytes }: SortOptions,
  signal: AbortSignal,
): Promise<string[]> {
  const run = sortRun(runBytes);
  const paths: string[] = [];
  const spill = async (): Promise<void> => {
    const path = temporary(target, paths.length);
    paths.push(path);
    await run.spill(path);
  };
  for await (const batch of items) {
    signal.throwIfAborted();
    for (const sorted of batch) {
      if (run.add(sorted)) continue;
      await spill();
      run.add(sorted);
    }
  }
  if (!run.isEmpty()) await spill();
  return paths;
}

async function syncDirectory(path: string): Promise<void> {
  // Windows cannot open a directory; there the rename is as durable as it gets.
  await using directory = await open(path, 'r').catch(() => undefined);
  await directory?.sync();
}
