import type { ByteReader, ByteWriter } from './bytes.ts';

/** A count that somebody may not have said, in one varint: 0 is absent, everything else one more than the count. */
export function writeCounter(writer: ByteWriter, counter: number | undefined): void {
  writer.varint(counter === undefined ? 0 : counter + 1);
}

export function readCounter(reader: ByteReader): number | undefined {
  const written = reader.varint();
  return written === 0 ? undefined : written - 1;
}
