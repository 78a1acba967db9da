import type { Codec } from '../../../schemas/bytes.ts';
import type { TakenLetter } from './taken.ts';

/** Bytes of a letter, original or edited, behind where it lies and what reads it: what stands in a sorted file. */
export interface PlacedBytes extends TakenLetter {
  readonly raw: Uint8Array;
}

export const placedBytes: Codec<PlacedBytes> = {
  write(writer, { partition, offset, mapping, raw }) {
    writer.varint(partition);
    writer.varint(offset);
    writer.string(mapping);
    writer.blob(raw);
  },
  read: (reader) => ({
    partition: reader.varint(),
    offset: reader.varint(),
    mapping: reader.word(),
    raw: reader.blob(),
  }),
};
