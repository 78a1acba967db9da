import { open } from 'node:fs/promises';

import { frameEncoder } from './frames.ts';
import type { SortedItem } from './frames.ts';
import { bufferedOutput } from './output.ts';

/** Items as bytes in one piece of memory, and where each lies: a million objects would keep the garbage collector busy. */
export interface Run {
  /** False when it has no room for the item; an empty one has room for any. */
  add(item: SortedItem): boolean;
  isEmpty(): boolean;
  /** Writes the items in order to a new file, and forgets them. */
  spill(path: string): Promise<void>;
}

export function sortRun(runBytes: number): Run {
  const encode = frameEncoder();
  let arena = Buffer.allocUnsafe(runBytes);
  let used = 0;
  let times: number[] = [];
  let lines: number[] = [];
  let starts: number[] = [];
  return {
    add(item) {
      const frame = encode(item);
      if (used + frame.length > arena.length) {
        if (used > 0) return false;
        arena = Buffer.allocUnsafe(frame.length);
      }
      times.push(item.sortTime);
      lines.push(item.line);
      starts.push(used);
      used += frame.copy(arena, used);
      return true;
    },
    isEmpty: () => used === 0,
    async spill(path) {
      await using handle = await open(path, 'w');
      const output = bufferedOutput(handle);
      starts.push(used);
      for (const index of orderOf(times, lines)) {
        const [start = 0, end = 0] = [starts[index], starts[index + 1]];
        if (!output.hasRoom(end - start)) await output.flush();
        output.copy(arena, start, end);
      }
      await output.flush();
      [used, times, lines, starts] = [0, [], [], []];
    },
  };
}

/** By time, then line; what has both in common keeps the order in which it came. */
function orderOf(times: readonly number[], lines: readonly number[]): Uint32Array {
  const order = Uint32Array.from(times.keys());
  return order.toSorted((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || (lines[a] ?? 0) - (lines[b] ?? 0) || a - b);
}
