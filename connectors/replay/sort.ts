import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import type { Entry } from './entries.ts';
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

/**
 * Writes entries to a file in the order (time, line), in bounded memory: sorted runs on disk, merged. An entry without a time
 * keeps its place behind the line before it. A crash or abort leaves no target, and the next call begins anew; nothing of an
 * earlier one is read. Throws DISK_FULL and DIRECTORY_READONLY for the target's directory, and what reading the entries throws.
 */
export async function sortByTime(
  entries: AsyncGenerator<readonly Entry[]>,
  options: SortOptions,
  signal: AbortSignal,
): Promise<void> {
  const { target, fanIn } = options;
  try {
    await mkdir(dirname(target), { recursive: true });
    await removeTemporary(target);
    let runs = await writeRuns(entries, options, signal);
    let made = runs.length;
    while (runs.length > fanIn) {
      const merged = temporary(target, made++);
      await mergeRuns(runs.slice(0, fanIn), merged, signal);
      runs = [...runs.slice(fanIn), merged];
    }
    const complete = temporary(target, made);
    await mergeRuns(runs, complete, signal);
    await rename(complete, target);
    await syncDirectory(dirname(target));
  } catch (error) {
    await removeTemporary(target).catch(() => undefined);
    throw unwritable(target, error);
  } finally {
    await entries.return(undefined);
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
  entries: AsyncGenerator<readonly Entry[]>,
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
  let line = 0;
  let sortTime = 0;
  for await (const batch of entries) {
    signal.throwIfAborted();
    for (const { item } of batch) {
      sortTime = item.eventTime ?? sortTime;
      const sorted = { sortTime, line: line++, item };
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
