import type { RawItem } from '../../../connectors/connector.ts';
import { readFrames, type SortedItem } from '../../../connectors/replay/frames.ts';
import { SORT_MEMORY, sortItems } from '../../../connectors/replay/sort.ts';
import { decode, encode } from '../../../schemas/bytes.ts';
import type { PlacedLetter } from './letters.ts';
import { placedBytes } from './placed-bytes.ts';
import type { LetterPlace } from './taken.ts';

/** A dead letter as the item that it becomes again. */
export interface SortedLetter extends LetterPlace {
  readonly item: RawItem;
}

/** What a mapping sees of a record: its id, and its time where it can be believed. */
export type LetterPeek = (raw: Uint8Array) => Pick<RawItem, 'id' | 'eventTime'>;

/**
 * Writes letters to a file in the order of the time that the peek gives them, those of one time by where they stood in their file.
 * A letter without a time is first: it moves no clock, and nobody waits for it. In bounded memory; throws what sorting throws.
 */
export async function sortLetters(
  letters: AsyncGenerator<readonly PlacedLetter[]>,
  peek: LetterPeek,
  target: string,
  signal: AbortSignal,
): Promise<void> {
  await sortItems(asItems(letters, peek), { target, ...SORT_MEMORY }, signal);
}

async function* asItems(
  letters: AsyncGenerator<readonly PlacedLetter[]>,
  peek: LetterPeek,
): AsyncGenerator<SortedItem[]> {
  for await (const batch of letters) {
    yield batch.map(({ partition, offset, letter, raw }) => {
      const { id, eventTime } = peek(raw);
      // What was cut stays cut, even if it comes out of a file of edits.
      const size = raw === letter.raw || Buffer.compare(raw, letter.raw) === 0 ? letter.size : raw.length;
      const item = { id, eventTime, origin: letter.origin, size, raw: encode(placedBytes, { partition, offset, raw }) };
      return { sortTime: eventTime ?? 0, line: bytePosition(letter.origin), item };
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
      const { raw, ...place } = decode(placedBytes, item.raw);
      return { ...place, item: { ...item, raw } };
    });
  }
}
