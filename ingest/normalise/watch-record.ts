import type { ByteReader, ByteWriter, Codec } from '../../schemas/bytes.ts';
import type { WatchSet } from '../../schemas/watch.ts';

/** The watches as a broadcast record: JSON, since they change rarely and people look at them. */
export const watchSetRecord: Codec<WatchSet> = {
  write(writer: ByteWriter, value: WatchSet): void {
    const watches = value.watches.map(({ name, any, all, none }) => ({ name, any, all, none }));
    writer.string(JSON.stringify({ version: value.version, watches }));
  },
  read: (reader: ByteReader): WatchSet => JSON.parse(reader.string()) as WatchSet,
};
