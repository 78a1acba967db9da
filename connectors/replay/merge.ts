import { open, rm } from 'node:fs/promises';

import { FrameCursor } from './frames.ts';
import { bufferedOutput } from './output.ts';

/** Merges sorted files into one, which is on disk when this resolves, and removes them. */
export async function mergeRuns(runs: readonly string[], path: string, signal: AbortSignal): Promise<void> {
  const cursors = runs.map((run) => new FrameCursor(run, 0));
  try {
    await using handle = await open(path, 'w');
    const output = bufferedOutput(handle);
    const left = new Set<FrameCursor>();
    for (const cursor of cursors) if (await toNextFrame(cursor)) left.add(cursor);
    for (let first = least(left); first !== undefined; first = least(left)) {
      const { chunk, start, end } = first;
      if (!output.hasRoom(end - start)) {
        signal.throwIfAborted();
        await output.flush();
      }
      output.copy(chunk, start, end);
      if (!first.advance() && !(await toNextFrame(first))) left.delete(first);
    }
    await output.flush();
    await handle.sync();
  } finally {
    await Promise.all(cursors.map((cursor) => cursor.close()));
  }
  await Promise.all(runs.map((run) => rm(run)));
}

async function toNextFrame(cursor: FrameCursor): Promise<boolean> {
  while (!cursor.advance()) if (!(await cursor.refill())) return false;
  return true;
}

function least(cursors: Iterable<FrameCursor>): FrameCursor | undefined {
  let best: FrameCursor | undefined;
  for (const cursor of cursors) {
    const order = best === undefined ? -1 : cursor.sortTime - best.sortTime || cursor.line - best.line;
    if (order < 0) best = cursor;
  }
  return best;
}
