import type { ByteReader, ByteWriter, Codec } from '../bytes.ts';
import type { Instant } from '../instants.ts';

/**
 * Only time: nothing earlier follows from this producer, revisions aside (law 2). `live`: its feeder is less than 5 s behind,
 * provisional rows are welcome. `final`: a recorded file ends here, write what is still open.
 */
export interface Tick {
  readonly time: Instant;
  readonly live: boolean;
  readonly final: boolean;
}

export const tick: Codec<Tick> = {
  write(writer: ByteWriter, value: Tick): void {
    writer.varint(value.time);
    writer.u8((value.live ? 1 : 0) | (value.final ? 2 : 0));
  },
  read(reader: ByteReader): Tick {
    const time = reader.varint();
    const flags = reader.u8();
    return { time, live: (flags & 1) === 1, final: (flags & 2) === 2 };
  },
};

/** A fact from outside that every key of the partition may read from here on: watches, mappings, settings. The latest of a name counts. */
export interface Shared {
  readonly name: string;
  readonly value: Uint8Array;
}

export const shared: Codec<Shared> = {
  write(writer: ByteWriter, value: Shared): void {
    writer.string(value.name);
    writer.blob(value.value);
  },
  read(reader: ByteReader): Shared {
    return { name: reader.string(), value: reader.blob() };
  },
};

/** From here on the pipeline runs at `version` (law 4): tasks of an older version stop before it, newer ones start behind it. */
export interface Barrier {
  readonly pipeline: string;
  readonly version: number;
}

export const barrier: Codec<Barrier> = {
  write(writer: ByteWriter, value: Barrier): void {
    writer.string(value.pipeline);
    writer.varint(value.version);
  },
  read(reader: ByteReader): Barrier {
    return { pipeline: reader.string(), version: reader.varint() };
  },
};

/** A source has handed over everything published in [from, to); what lies between two of these is a gap, never calm. */
export interface Coverage {
  readonly source: string;
  readonly from: Instant;
  readonly to: Instant;
}

export const coverage: Codec<Coverage> = {
  write(writer: ByteWriter, value: Coverage): void {
    writer.string(value.source);
    writer.varint(value.from);
    writer.varint(value.to);
  },
  read(reader: ByteReader): Coverage {
    return { source: reader.string(), from: reader.varint(), to: reader.varint() };
  },
};
