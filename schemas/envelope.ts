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

export const CHUNK_FORMAT = 1;
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

/**
 * format · count · workspace · timeline · producer · generation · previous · records · CRC-32 of all before it.
 * A record: length · kind · times · name · key · trace · subject · body; times and names as differences to the record before.
 */
export function encodeChunk<T>(codec: Codec<T>, chunk: Chunk<T>): Uint8Array {
  const writer = new ByteWriter(1024 + 256 * chunk.records.length);
  writer.u8(CHUNK_FORMAT);
  writer.varint(chunk.records.length);
  writer.string(chunk.workspace);
  writer.string(chunk.timeline);
  writer.string(chunk.producer);
  writer.varint(chunk.generation);
  writer.varint(chunk.previous.at + 1);
  writer.varint(chunk.previous.index);
  const body = new ByteWriter(1024);
  let time = 0;
  let at = 0;
  for (const record of chunk.records) {
    body.reset();
    body.u8(KINDS.indexOf(record.kind));
    body.zigzag(record.eventTime - time);
    body.zigzag(record.receivedTime - record.eventTime);
    time = record.eventTime;
    if (chunk.producer !== '') {
      if (record.name === undefined) throw new Error('a derived record without a name');
      body.zigzag(record.name.at - at);
      body.varint(record.name.index);
      at = record.name.at;
    }
    body.string(record.key);
    body.string(record.trace);
    body.string(record.subject);
    writeBody(body, codec, record);
    writer.blob(body.view());
  }
  const sum = crc32(writer.view());
  writer.u8(sum & 255);
  writer.u8((sum >>> 8) & 255);
  writer.u8((sum >>> 16) & 255);
  writer.u8(sum >>> 24);
  return writer.bytes();
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
  const records: LogRecord<T>[] = [];
  let time = 0;
  let at = 0;
  for (let i = 0; i < count; i++) {
    const next = reader.varint() + reader.at;
    const kind = KINDS[reader.u8()];
    if (kind === undefined) throw new RangeError('unknown kind of record');
    const eventTime = (time += reader.zigzag());
    const receivedTime = eventTime + reader.zigzag();
    let name: Name | undefined;
    if (head.producer !== '') name = { at: (at += reader.zigzag()), index: reader.varint() };
    const key = reader.string();
    const trace = reader.string();
    const subject = reader.string();
    const value = readValue(reader, codec, kind);
    records.push({ key, eventTime, receivedTime, trace, subject, name, kind, value } as LogRecord<T>);
    reader.at = next;
  }
  return { ...head, records };
}
