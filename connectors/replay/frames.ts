import { createReadStream } from 'node:fs';
import { crc32 } from 'node:zlib';

import { ByteReader, ByteWriter } from '../../schemas/bytes.ts';
import type { Instant } from '../../schemas/instants.ts';
import type { RawItem } from '../connector.ts';
import type { Entry } from './entries.ts';
import { unreadable, unusable } from './unreadable.ts';

/** An item in a sorted file. One without a time of its own is sorted by one that the caller chose for it. */
export interface SortedItem {
  readonly sortTime: Instant;
  /** Orders items of one time: which record of the recorded file it was, or where in it. */
  readonly line: number;
  readonly item: RawItem;
}

/**
 * A frame is its length and the CRC-32 of the rest (4 bytes each), time and line (8 bytes each, so that a merge need not
 * understand the rest), and the item. A sorted file may lie on disk for days, and must not lie.
 */
const PREFIX_BYTES = 8;
const HEAD_BYTES = 24;
const CHUNK_BYTES = 262_144;
/** Beyond what any mapping lets a record have. */
const LONGEST_FRAME = 134_217_728;

/** Turns items into frames; what it returns is its own. */
export function frameEncoder(): (sorted: SortedItem) => Buffer {
  const writer = new ByteWriter();
  return ({ sortTime, line, item }) => {
    writer.reset();
    writer.f64(0); // the prefix
    writer.f64(sortTime);
    writer.f64(line);
    writer.bool(item.eventTime !== undefined);
    writer.string(item.id);
    writer.string(item.origin);
    writer.varint(item.size);
    writer.raw(item.raw);
    const { buffer, byteOffset, byteLength } = writer.bytes();
    const frame = Buffer.from(buffer, byteOffset, byteLength);
    frame.writeUInt32LE(byteLength, 0);
    frame.writeUInt32LE(crc32(frame.subarray(PREFIX_BYTES)), 4);
    return frame;
  };
}

/** Stands at one frame after another of a file: `[start, end)` of a chunk. Neither copies nor checks them. */
export class FrameCursor {
  readonly #path: string;
  readonly #chunks: AsyncIterator<Buffer>;
  chunk: Buffer = Buffer.alloc(0);
  start = 0;
  end = 0;
  sortTime: Instant = 0;
  line = 0;

  constructor(path: string, from: number) {
    this.#path = path;
    this.#chunks = createReadStream(path, { start: from, highWaterMark: CHUNK_BYTES })[Symbol.asyncIterator]();
  }

  /** To the next frame; false when it is not, or not wholly, in this chunk. Throws FILE_UNREADABLE for an impossible one. */
  advance(): boolean {
    const { chunk, end: start } = this;
    const rest = chunk.length - start;
    if (rest < HEAD_BYTES) return false;
    const length = chunk.readUInt32LE(start);
    if (length < HEAD_BYTES || length > LONGEST_FRAME) throw damaged(this.#path);
    if (rest < length) return false;
    this.start = start;
    this.end = start + length;
    this.sortTime = chunk.readDoubleLE(start + 8);
    this.line = chunk.readDoubleLE(start + 16);
    return true;
  }

  /** Fetches another chunk; false at the end of the file. Throws FILE_UNREADABLE, also for a frame that is cut. */
  async refill(): Promise<boolean> {
    const next = await this.#chunks.next().catch((error: unknown) => {
      throw unreadable(this.#path, error);
    });
    const rest = this.chunk.subarray(this.end);
    if (next.done === true && rest.length > 0) throw damaged(this.#path);
    if (next.done === true) return false;
    this.chunk = rest.length === 0 ? next.value : Buffer.concat([rest, next.value]);
    this.end = 0;
    return true;
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}

/** The entries of a sorted file from a frame's beginning on. Throws FILE_UNREADABLE when its bytes are not what was written. */
export async function* readFrames(path: string, from: number): AsyncGenerator<Entry[]> {
  const cursor = new FrameCursor(path, from);
  let next = from;
  try {
    while (await cursor.refill()) {
      const entries: Entry[] = [];
      while (cursor.advance()) {
        next += cursor.end - cursor.start;
        entries.push({ item: itemOf(path, cursor), next });
      }
      yield entries;
    }
  } finally {
    await cursor.close();
  }
}

function itemOf(path: string, { chunk, start, end, sortTime }: FrameCursor): RawItem {
  if (crc32(chunk.subarray(start + PREFIX_BYTES, end)) !== chunk.readUInt32LE(start + 4)) throw damaged(path);
  const reader = new ByteReader(chunk, start + HEAD_BYTES, end);
  const eventTime = reader.bool() ? sortTime : undefined;
  const item = { id: reader.string(), eventTime, origin: reader.string(), size: reader.varint() };
  return { ...item, raw: chunk.subarray(reader.at, end) };
}

function damaged(path: string): Error {
  return unusable(path, 'is a sorted copy of what is replayed, and damaged; delete it and start the replay again');
}
