import type { ByteReader, ByteWriter, Codec } from '../../../schemas/bytes.ts';
import type { SeenChange, StateChange } from '../log.ts';
import type { NamedOutput, NamedUnit, PartitionName } from './named.ts';

/**
 * Units as one run of bytes: cloning thousands of small objects and arrays into another thread costs more than storing them. Only for
 * threads of one program: nothing of it is ever stored, so it has no version.
 */
export const namedUnits: Codec<readonly NamedUnit[]> = {
  write(writer, units) {
    writeAll(writer, units, writeUnit);
  },
  read: (reader) => readAll(reader, readUnit),
};

function writeAll<T>(writer: ByteWriter, values: readonly T[], write: (writer: ByteWriter, value: T) => void): void {
  writer.varint(values.length);
  for (const value of values) write(writer, value);
}

function readAll<T>(reader: ByteReader, read: (reader: ByteReader) => T): T[] {
  return Array.from({ length: reader.varint() }, () => read(reader));
}

function writeUnit(writer: ByteWriter, unit: NamedUnit): void {
  writer.string(unit.task);
  writer.bool(unit.input !== undefined);
  if (unit.input !== undefined) writePartition(writer, unit.input);
  writer.varint(unit.next);
  writer.blob(unit.meta);
  writeAll(writer, unit.state, writeChange);
  writeAll(writer, unit.seen, writeSeen);
  writeAll(writer, unit.seenFloors, (to, { fold, span }) => {
    to.string(fold);
    to.zigzag(span);
  });
  writeAll(writer, unit.outputs, writeOutput);
}

function readUnit(reader: ByteReader): NamedUnit {
  return {
    task: reader.string(),
    input: reader.bool() ? readPartition(reader) : undefined,
    next: reader.varint(),
    meta: reader.blob(),
    state: readAll(reader, readChange),
    seen: readAll(reader, readSeen),
    seenFloors: readAll(reader, (from) => ({ fold: from.string(), span: from.zigzag() })),
    outputs: readAll(reader, readOutput),
  };
}

function writePartition(writer: ByteWriter, { workspace, timeline, stream, generation, partition }: PartitionName) {
  writer.string(workspace);
  writer.string(timeline);
  writer.string(stream.name);
  writer.varint(generation);
  writer.varint(partition);
}

function readPartition(reader: ByteReader): PartitionName {
  return {
    workspace: reader.string(),
    timeline: reader.string(),
    stream: { name: reader.string() },
    generation: reader.varint(),
    partition: reader.varint(),
  };
}

function writeChange(writer: ByteWriter, { fold, key, due, report, value }: StateChange): void {
  writer.string(fold);
  writer.string(key);
  writer.bool(report);
  writer.bool(due !== undefined);
  if (due !== undefined) writer.zigzag(due);
  writer.bool(value !== undefined);
  if (value !== undefined) writer.blob(value);
}

function readChange(reader: ByteReader): StateChange {
  return {
    fold: reader.string(),
    key: reader.string(),
    report: reader.bool(),
    due: reader.bool() ? reader.zigzag() : undefined,
    value: reader.bool() ? reader.blob() : undefined,
  };
}

function writeSeen(writer: ByteWriter, { fold, span, run, keys, filter }: SeenChange): void {
  writer.string(fold);
  writer.zigzag(span);
  writer.varint(run);
  writer.string(keys);
  writer.bool(filter !== undefined);
  if (filter !== undefined) writer.blob(filter);
}

function readSeen(reader: ByteReader): SeenChange {
  return {
    fold: reader.string(),
    span: reader.zigzag(),
    run: reader.varint(),
    keys: reader.string(),
    filter: reader.bool() ? reader.blob() : undefined,
  };
}

function writeOutput(writer: ByteWriter, { to, chunk }: NamedOutput): void {
  writePartition(writer, to);
  writer.varint(chunk.count);
  writer.varint(chunk.received);
  writer.blob(chunk.bytes);
}

function readOutput(reader: ByteReader): NamedOutput {
  return {
    to: readPartition(reader),
    chunk: { count: reader.varint(), received: reader.varint(), bytes: reader.blob() },
  };
}
