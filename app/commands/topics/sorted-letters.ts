import type { RawItem } from '../../../connectors/connector.ts';
import { readFrames, type SortedItem } from '../../../connectors/replay/frames.ts';
import { SORT_MEMORY, sortItems } from '../../../connectors/replay/sort.ts';
import { decode, encode } from '../../../schemas/bytes.ts';
import type { Letter } from './letters.ts';
import { placedBytes } from './placed-bytes.ts';
import type { TakenLetter } from './taken.ts';

/** An open letter and what of it is read again: its own bytes, or edited ones. */
export interface OpenLetter extends Pick<Letter, 'partition' | 'offset' | 'letter' | 'had'> {
  readonly raw: Uint8Array;
}

/** A dead letter as the item that it becomes again. */
export interface SortedLetter extends TakenLetter {
  readonly item: RawItem;
}

/** Reads a letter again: the name of its mapping, and what that sees of a record: its id, and its time where it can be believed. */
export interface LetterReader {
  readonly mapping: string;
  peek(raw: Uint8Array): Pick<RawItem, 'id' | 'eventTime'>;
}

/**
 * Writes letters to a file in the order of the time that their readers give them, whichever these are; those of one time by where
 * they stood in their file. A letter without a time is first: it moves no clock, and nobody waits for it. One without a reader is
 * left out. In bounded memory; throws what sorting throws.
 */
export async function sortLetters(
  letters: AsyncGenerator<readonly OpenLetter[]>,
  readerOf: (letter: OpenLetter) => LetterReader | undefined,
  target: string,
  signal: AbortSignal,
): Promise<void> {
  await sortItems(asItems(letters, readerOf), { target, ...SORT_MEMORY }, signal);
}

async function* asItems(
  letters: AsyncGenerator<readonly OpenLetter[]>,
  readerOf: (letter: OpenLetter) => LetterReader | undefined,
): AsyncGenerator<SortedItem[]> {
  for await (const batch of letters) {
    yield batch.flatMap((open): SortedItem[] => {
      const reader = readerOf(open);
      if (reader === undefined) return [];
      const { partition, offset, letter, raw } = open;
      const { id, eventTime } = reader.peek(raw);
      // What was cut stays cut, even if it comes out of a file of edits.
      const size = raw === letter.raw || Buffer.compare(raw, letter.raw) === 0 ? letter.size : raw.length;
      const placed = encode(placedBytes, { partition, offset, mapping: reader.mapping, raw });
      const item = { id, eventTime, origin: letter.origin, size, raw: placed };
      return [{ sortTime: eventTime ?? 0, line: bytePosition(letter.origin), item }];
    });
  }
}

/** Where in its file a line stood; 0 when the origin is no `file:byte offset`. */
function bytePosition(origin: string): number {
  return Number(/:(\d{1,15})$/.exec(origin)?.[1] ?? 0);
}

/** What `sortLetters` wrote, in its order. Throws FILE_UNREADABLE when the bytes are not what was written. */
export async function* readSortedLetters(path: string): AsyncGenerator<SortedLetter[]> {
  for await (const frames of readFrames(path, 0)) {
    yield frames.map(({ item }) => {
      const { raw, ...taken } = decode(placedBytes, item.raw);
      return { ...taken, item: { ...item, raw } };
    });
  }
}
