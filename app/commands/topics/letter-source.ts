import type { RawItem, Source } from '../../../connectors/connector.ts';
import { batchReader, nextHead, type BatchReader } from '../../../connectors/replay/batches.ts';
import { readSortedLetters, type SortedLetter } from './sorted-letters.ts';
import {
  letterSourceId,
  NONE_TAKEN,
  readingOf,
  withTaken,
  type LetterPlace,
  type Reading,
  type Taken,
} from './taken.ts';

const PAGE_LETTERS = 4_000;
const PAGE_BYTES = 4_194_304;

export interface LetterSource extends Source<Taken> {
  close(): Promise<void>;
}

/**
 * Hands over the letters of a sorted file that the cursor does not hold yet. It covers no time: what it has read again says nothing
 * of what else there was.
 */
export function letterSource(timeline: string, path: string, reading: Reading): LetterSource {
  let reader: BatchReader<SortedLetter> | undefined;
  const close = async (): Promise<void> => {
    const closing = reader;
    reader = undefined;
    await closing?.close();
  };
  return {
    id: letterSourceId(timeline),
    close,
    async read(after, signal) {
      signal.throwIfAborted();
      const taken = after ?? NONE_TAKEN;
      try {
        reader ??= batchReader(readSortedLetters(path));
        const { letters, done } = await takeLetters(reader, taken);
        const items = letters.map(({ item }): RawItem => item);
        const cursor = letters.length === 0 ? taken : withTaken(taken, letters, reading);
        return { items, cursor, coveredUntil: 0, nextAt: 0, done };
      } catch (error) {
        // It stands behind letters that nobody got; the next call begins anew and passes over those that are taken.
        await close();
        throw error;
      }
    },
  };
}

async function takeLetters(
  reader: BatchReader<SortedLetter>,
  taken: Taken,
): Promise<{ letters: SortedLetter[]; done: boolean }> {
  const letters: SortedLetter[] = [];
  let bytes = 0;
  let head = await nextHead(reader);
  while (head !== undefined && letters.length < PAGE_LETTERS && bytes < PAGE_BYTES) {
    if (isOpen(taken, head)) letters.push(head);
    bytes += head.item.raw.length;
    reader.take();
    head = reader.head() ?? (await nextHead(reader));
  }
  return { letters, done: head === undefined };
}

function isOpen(taken: Taken, place: LetterPlace): boolean {
  return readingOf(taken, place) === undefined;
}
