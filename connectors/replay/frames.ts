import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

import { ByteReader, ByteWriter } from '../../schemas/bytes.ts';
import type { Instant } from '../../schemas/instants.ts';
import type { RawItem } from '../connector.ts';
import type { Entry } from './entries.ts';
import { unreadable, unusable } from './unreadable.ts';

/** An item in a sorted file. One without a time of its own is sorted by that of the line before it. */
export interface SortedItem {
  readonly sortTime: Instant;
  /** Which record of the recorded file it was. */
  readonly line: number;
  readonly item: RawItem;
}

export type Frame = SortedItem & Entry;

/** Length and CRC-32 of what follows, 4 bytes each: a sorted file may lie on disk for days, and must not lie. */
const PREFIX_BYTES = 8;
const CHUNK_BYTES = 262_144;
const FLUSH_BYTES = 1_048_576;

export interface FrameWriter {
  write(sorted: SortedItem): void;
  /** Whether so much waits in memory that `flush` is due. */
  full(): boolean;
  flush(): Promise<void>;
}

export function frameWriter(handle: FileHandle): FrameWriter {
  const writer = new ByteWriter();
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  return {
    write({ sortTime, line, item }) {
      writer.reset();
      writer.varint(sortTime);
      writer.varint(line);
      writer.bool(item.eventTime !== undefined);
      writer.string(item.id);
      writer.string(item.origin);
      writer.varint(item.size);
      writer.raw(item.raw);
      const payload = writer.bytes();
      const prefix = Buffer.allocUnsafe(PREFIX_BYTES);
      prefix.writeUInt32LE(payload.length, 0);
      prefix.writeUInt32LE(crc32(payload), 4);
      waiting.push(prefix, payload);
      bytes += PREFIX_BYTES + payload.length;
    },
    full: () => bytes >= FLUSH_BYTES,
    async flush() {
      if (bytes > 0) await handle.writeFile(Buffer.concat(waiting));
      waiting = [];
      bytes = 0;
    },
  };
}

/** The frames of a sorted file from a frame's beginning on. Throws FILE_UNREADABLE when its bytes are not what was written. */
export async function* readFrames(path: string, from: number): AsyncGenerator<Frame[]> {
  let at = from;
  let pending: Buffer = Buffer.alloc(0);
  const input = createReadStream(path, { start: from, highWaterMark: CHUNK_BYTES });
  try {
    for await (const chunk of input as AsyncIterable<Buffer>) {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      const frames: Frame[] = [];
      for (let end = frameEnd(pending); end <= pending.length; end = frameEnd(pending)) {
        at += end;
        frames.push(readFrame(path, pending.subarray(0, end), at));
        pending = pending.subarray(end);
      }
      yield frames;
    }
    if (pending.length > 0) throw damaged(path);
  } catch (error) {
    throw unreadable(path, error);
  } finally {
    input.destroy();
  }
}

function frameEnd(pending: Buffer): number {
  return pending.length < PREFIX_BYTES ? Infinity : PREFIX_BYTES + pending.readUInt32LE(0);
}

function readFrame(path: string, bytes: Buffer, next: number): Frame {
  const payload = bytes.subarray(PREFIX_BYTES);
  if (crc32(payload) !== bytes.readUInt32LE(4)) throw damaged(path);
  const reader = new ByteReader(payload);
  const sortTime = reader.varint();
  const line = reader.varint();
  const eventTime = reader.bool() ? sortTime : undefined;
  const item = { id: reader.string(), eventTime, origin: reader.string(), size: reader.varint() };
  return { sortTime, line, next, item: { ...item, raw: payload.subarray(reader.at) } };
}

function damaged(path: string): Error {
  return unusable(path, 'is a sorted copy of a replayed file, and damaged; delete it and start the replay again');
}
