import { crc32 } from 'node:zlib';
import { ByteReader, ByteWriter, type Codec } from './bytes.ts';
import {
  barrier,
  coverage,
  shared,
  tick,
  type Barrier,
  type Coverage,
  type Shared,
  type Tick,
} from './events/control.ts';
import type { Instant } from './instants.ts';

/** The place of a derived record: position of the input record that caused it, and its index among that record's outputs to this partition. */
export interface Name {
  readonly at: number;
  readonly index: number;
}

/** Before every name. */
export const NO_NAME: Name = { at: -1, index: 0 };

export function laterName(a: Name, b: Name): boolean {
  return a.at > b.at || (a.at === b.at && a.index > b.index);
}

export type Body<T> =
  | { readonly kind: 'data'; readonly value: T }
  | { readonly kind: 'tick'; readonly value: Tick }
  | { readonly kind: 'shared'; readonly value: Shared }
  | { readonly kind: 'barrier'; readonly value: Barrier }
  | { readonly kind: 'coverage'; readonly value: Coverage }
  | { readonly kind: 'erased'; readonly value: undefined };

/** What stands in a stream, apart from where it stands. */
export type LogRecord<T = unknown> = {
  readonly key: string;
  readonly eventTime: Instant;
  readonly receivedTime: Instant;
  /** Follows one item through every stage; '' when nobody asked. */
  readonly trace: string;
  /** Whom it is about, for erasure; '' when nobody. */
  readonly subject: string;
  /** Of derived records; feeders' records have none. */
  readonly name: Name | undefined;
  /**
   * Beyond the stream's horizon by the clock of the producer's own input: the same however fast the other producers run. Undefined
   * where nobody said: of feeders, and in format 1.
   */
  readonly late?: boolean | undefined;
} & Body<T>;

/** Records of one producer, appended and stored as a whole. */
export interface Chunk<T = unknown> {
  readonly workspace: string;
  readonly timeline: string;
  /** The task that derived the records, or '' for a feeder. */
  readonly producer: string;
  readonly generation: number;
  /** Name of the producer's record before these in this partition (derived records only). */
  readonly previous: Name;
  readonly records: readonly LogRecord<T>[];
}

/** 1: without `late`. */
export const CHUNK_FORMAT = 2;
const LATE = 0x80;
const KINDS = ['data', 'tick', 'shared', 'barrier', 'coverage', 'erased'] as const;
const CONTROL = { tick, shared, barrier, coverage } as const;

function writeBody<T>(writer: ByteWriter, codec: Codec<T>, record: LogRecord<T>): void {
  switch (record.kind) {
    case 'data':
      return codec.write(writer, record.value);
    case 'tick':
      return CONTROL.tick.write(writer, record.value);
    case 'shared':
      return CONTROL.shared.write(writer, record.value);
    case 'barrier':
      return CONTROL.barrier.write(writer, record.value);
    case 'coverage':
      return CONTROL.coverage.write(writer, record.value);
    case 'erased':
      return;
  }
}

/** A chunk as a log stores it, without knowing what its records mean. */
export interface EncodedChunk {
  readonly count: number;
  /** The latest of its records' received times: retention goes by it. */
  readonly received: number;
  readonly bytes: Uint8Array;
}

/**
 * format · count · workspace · timeline · producer · generation · previous · records · CRC-32 of all before it.
 * A record: length · kind and late · times · name · key · trace · subject · body; times and names as differences to the record before.
 * Each record is encoded when it is put: kept as objects until a commit, they would be most of the garbage collector's work.
 */
export function chunkWriter<T>(codec: Codec<T>, head: Omit<Chunk<T>, 'previous' | 'records'>, expectedBytes = 1024) {
  const records = new ByteWriter(expectedBytes);
  let count = 0;
  let received = 0;
  let time = 0;
  let at = 0;

  return {
    put(record: LogRecord<T>): void {
      const start = records.open();
      records.u8(KINDS.indexOf(record.kind) | (record.late === true ? LATE : 0));
      records.zigzag(record.eventTime - time);
      records.zigzag(record.receivedTime - record.eventTime);
      time = record.eventTime;
      if (head.producer !== '') {
        if (record.name === undefined) throw new Error('a derived record without a name');
        records.zigzag(record.name.at - at);
        records.varint(record.name.index);
        at = record.name.at;
      }
      records.string(record.key);
      records.string(record.trace);
      records.string(record.subject);
      writeBody(records, codec, record);
      records.close(start);
      count += 1;
      received = Math.max(received, record.receivedTime);
    },

    /** The chunk of all that was put; the writer is used up. */
    take(previous: Name): EncodedChunk {
      const writer = new ByteWriter(256 + records.length);
      writer.u8(CHUNK_FORMAT);
      writer.varint(count);
      writer.string(head.workspace);
      writer.string(head.timeline);
      writer.string(head.producer);
      writer.varint(head.generation);
      writer.varint(previous.at + 1);
      writer.varint(previous.index);
      writer.raw(records.view());
      const sum = crc32(writer.view());
      for (const shift of [0, 8, 16, 24]) writer.u8((sum >>> shift) & 255);
      return { count, received, bytes: writer.view() };
    },
  };
}

export type ChunkWriter<T> = ReturnType<typeof chunkWriter<T>>;

/** A guess: a buffer that must grow leaves its smaller self to the garbage collector. */
const USUAL_RECORD_BYTES = 400;

export function encodeChunk<T>(codec: Codec<T>, chunk: Chunk<T>): EncodedChunk {
  const writer = chunkWriter(codec, chunk, 1024 + USUAL_RECORD_BYTES * chunk.records.length);
  for (const record of chunk.records) writer.put(record);
  return writer.take(chunk.previous);
}

function readValue<T>(reader: ByteReader, codec: Codec<T>, kind: (typeof KINDS)[number]): Body<T>['value'] {
  switch (kind) {
    case 'data':
      return codec.read(reader);
    case 'tick':
      return tick.read(reader);
    case 'shared':
      return shared.read(reader);
    case 'barrier':
      return barrier.read(reader);
    case 'coverage':
      return coverage.read(reader);
    case 'erased':
      return undefined;
  }
}

/** Throws a RangeError when the bytes are damaged or of a newer format: the caller names the place. */
export function decodeChunk<T>(codec: Codec<T>, bytes: Uint8Array): Chunk<T> {
  const end = bytes.length - 4;
  const tail = new DataView(bytes.buffer, bytes.byteOffset + Math.max(0, end), Math.min(4, bytes.length));
  if (end < 0 || crc32(bytes.subarray(0, end)) !== tail.getUint32(0, true)) throw new RangeError('checksum differs');
  const reader = new ByteReader(bytes, 0, end);
  const format = reader.u8();
  if (format > CHUNK_FORMAT) throw new RangeError(`chunk format ${format} is newer than this program`);
  const count = reader.varint();
  const head = {
    workspace: reader.string(),
    timeline: reader.string(),
    producer: reader.string(),
    generation: reader.varint(),
    previous: { at: reader.varint() - 1, index: reader.varint() },
  };
  const saysLate = format > 1 && head.producer !== '';
  const records: LogRecord<T>[] = [];
  let time = 0;
  let at = 0;
  for (let i = 0; i < count; i++) {
    const next = reader.varint() + reader.at;
    const tag = reader.u8();
    const kind = KINDS[tag & ~LATE];
    if (kind === undefined) throw new RangeError('unknown kind of record');
    const eventTime = (time += reader.zigzag());
    const receivedTime = eventTime + reader.zigzag();
    let name: Name | undefined;
    if (head.producer !== '') name = { at: (at += reader.zigzag()), index: reader.varint() };
    // Items have a key each; what is derived from them mostly has that of a watch.
    const key = head.producer === '' ? reader.string() : reader.word();
    const trace = reader.string();
    const subject = reader.string();
    const value = readValue(reader, codec, kind);
    const late = saysLate ? (tag & LATE) !== 0 : undefined;
    records.push({ key, eventTime, receivedTime, trace, subject, name, late, kind, value } as LogRecord<T>);
    reader.at = next;
  }
  return { ...head, records };
}
