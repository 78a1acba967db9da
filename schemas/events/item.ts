import type { ByteReader, ByteWriter, Codec } from '../bytes.ts';

/** A raw item as its platform sent it: what intake keeps, before anybody has understood it. */
export interface Item {
  /** Which connector read it, e.g. `replay:airline_dev`. */
  readonly source: string;
  /** Name of the broadcast mapping that normalise reads it with. */
  readonly mapping: string;
  /** Where it stood, for people: `file:byte offset`, a URL, a cursor. */
  readonly origin: string;
  /** Bytes of the original; larger than `raw` when only its beginning was kept. */
  readonly size: number;
  readonly raw: Uint8Array;
}

export const item: Codec<Item> = {
  write(writer: ByteWriter, value: Item): void {
    writer.string(value.source);
    writer.string(value.mapping);
    writer.string(value.origin);
    writer.varint(value.size);
    writer.blob(value.raw);
  },
  read(reader: ByteReader): Item {
    return {
      source: reader.word(),
      mapping: reader.word(),
      origin: reader.string(),
      size: reader.varint(),
      raw: reader.blob(),
    };
  },
};
