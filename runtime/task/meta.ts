import type { ByteReader, ByteWriter, Codec } from '../../schemas/bytes.ts';
import type { Name } from '../../schemas/envelope.ts';
import type { Instant } from '../../schemas/instants.ts';

/** What a task remembers beside its keyed state. */
export interface TaskMeta {
  /** Version of the pipeline that made this checkpoint. */
  version: number;
  /** The version a barrier record has handed over to; 0 = none. */
  closedFor: number;
  watermark: Instant;
  /** Last tick of each producer of the input. */
  readonly clocks: Map<string, Instant>;
  /** Last name seen of each producer of the input (law 3). */
  readonly seen: Map<string, Name>;
  /** Name of the last own record in each target partition. */
  readonly previous: Map<string, Name>;
}

export function emptyMeta(version: number): TaskMeta {
  return { version, closedFor: 0, watermark: 0, clocks: new Map(), seen: new Map(), previous: new Map() };
}

function writeNames(writer: ByteWriter, names: Map<string, Name>): void {
  writer.varint(names.size);
  for (const [key, name] of names) {
    writer.string(key);
    writer.varint(name.at + 1);
    writer.varint(name.index);
  }
}

function readNames(reader: ByteReader): Map<string, Name> {
  const names = new Map<string, Name>();
  for (let left = reader.varint(); left > 0; left--) {
    names.set(reader.string(), { at: reader.varint() - 1, index: reader.varint() });
  }
  return names;
}

export const taskMeta: Codec<TaskMeta> = {
  write(writer: ByteWriter, meta: TaskMeta): void {
    writer.varint(meta.version);
    writer.varint(meta.closedFor);
    writer.varint(meta.watermark);
    writer.varint(meta.clocks.size);
    for (const [producer, time] of meta.clocks) {
      writer.string(producer);
      writer.varint(time);
    }
    writeNames(writer, meta.seen);
    writeNames(writer, meta.previous);
  },
  read(reader: ByteReader): TaskMeta {
    const version = reader.varint();
    const closedFor = reader.varint();
    const watermark = reader.varint();
    const clocks = new Map<string, Instant>();
    for (let left = reader.varint(); left > 0; left--) clocks.set(reader.string(), reader.varint());
    return { version, closedFor, watermark, clocks, seen: readNames(reader), previous: readNames(reader) };
  },
};
