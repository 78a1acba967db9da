import type { Codec } from '../../../schemas/bytes.ts';
import type { LetterPlace } from './taken.ts';

/** Bytes of a letter, original or edited, behind the place where the letter lies: what stands in a sorted file. */
export interface PlacedBytes extends LetterPlace {
  readonly raw: Uint8Array;
}

export const placedBytes: Codec<PlacedBytes> = {
  write(writer, { partition, offset, raw }) {
    writer.varint(partition);
    writer.varint(offset);
    writer.blob(raw);
  },
  read: (reader) => ({ partition: reader.varint(), offset: reader.varint(), raw: reader.blob() }),
};
