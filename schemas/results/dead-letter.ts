import type { ByteReader, ByteWriter, Codec } from '../bytes.ts';
import { item, type Item } from '../events/item.ts';

/** An item that could not be used: why, and everything needed to try again. */
export interface DeadLetter extends Item {
  readonly reason: string;
  readonly detail: string;
}

export const deadLetter: Codec<DeadLetter> = {
  write(writer: ByteWriter, value: DeadLetter): void {
    item.write(writer, value);
    writer.string(value.reason);
    writer.string(value.detail);
  },
  read(reader: ByteReader): DeadLetter {
    return { ...item.read(reader), reason: reader.string(), detail: reader.string() };
  },
};
