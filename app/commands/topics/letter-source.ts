import type { Source } from '../../../connectors/connector.ts';
import { batchReader, nextHead, type BatchReader } from '../../../connectors/replay/batches.ts';
import type { Instant } from '../../../schemas/instants.ts';
import { readSortedLetters, type SortedLetter } from './sorted-letters.ts';
import { letterSourceId, NONE_TAKEN, withTaken, type Taken, type TakenLetter } from './taken.ts';

const PAGE_LETTERS = 4_000;
const PAGE_BYTES = 4_194_304;

export interface LetterSource extends Source<Taken> {
  close(): Promise<void>;
}

/**
 * Hands over the letters of a sorted file, from the one on that the cursor has come to. It covers no time: what it has read again
 * says nothing of what else there was.
 */
export function letterSource(timeline: string, path: string, at: Instant): LetterSource {
  let reader: BatchReader<SortedLetter> | undefined;
  const close = async (): Promise<void> => {
    const closing = reader;
    reader = undefined;
    await closing?.close();
  };
  return {
    id: letterSourceId(timeline),
    close,
    async read(after = NONE_TAKEN, signal) {
      signal.throwIfAborted();
      const before = after.running?.done ?? 0;
      try {
        reader ??= await opened(path, before);
        const { letters, done } = await takePage(reader);
        const taken = { ...after, running: { at, done: before + letters.length } };
        const cursor = done ? await settled(taken, path) : taken;
        // Letters of several mappings go in one order of time: each names its own.
        const items = letters.map(({ item, mapping }) => ({ ...item, mapping }));
        return { items, cursor, coveredUntil: 0, nextAt: 0, done };
      } catch (error) {
        // It stands behind letters that nobody got.
        await close();
        throw error;
      }
    },
  };
}

async function opened(path: string, passOver: number): Promise<BatchReader<SortedLetter>> {
  const reader = batchReader(readSortedLetters(path));
  for (let left = passOver; left > 0 && (await nextHead(reader)) !== undefined; left--) reader.take();
  return reader;
}

async function takePage(reader: BatchReader<SortedLetter>): Promise<{ letters: SortedLetter[]; done: boolean }> {
  const letters: SortedLetter[] = [];
  let bytes = 0;
  let head = await nextHead(reader);
  while (head !== undefined && letters.length < PAGE_LETTERS && bytes < PAGE_BYTES) {
    letters.push(head);
    bytes += head.item.raw.length;
    reader.take();
    head = reader.head() ?? (await nextHead(reader));
  }
  return { letters, done: head === undefined };
}

/** A cursor whose reading is over, at its end or cut off. Throws FILE_UNREADABLE when the sorted file of the reading cannot tell. */
export async function settled({ running, ...taken }: Taken, path: string): Promise<Taken> {
  if (running === undefined) return taken;
  const letters: TakenLetter[] = [];
  for await (const batch of readSortedLetters(path)) {
    for (const { partition, offset, mapping } of batch.slice(0, running.done - letters.length))
      letters.push({ partition, offset, mapping });
    if (letters.length === running.done) break;
  }
  return withTaken(taken, letters, running.at);
}
