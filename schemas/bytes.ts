/**
 * The byte language of everything we store: unsigned varints (LEB128, up to 2^53 - 1), zigzag varints, IEEE floats
 * (little endian) and length-prefixed UTF-8. Strings must be well formed: a lone surrogate would not survive the way back.
 */
export class ByteWriter {
  #buffer: Buffer;
  /** The same memory: a plain array is sliced at half the cost of a Buffer. */
  #plain: Uint8Array;
  #length = 0;

  constructor(capacity = 256) {
    this.#buffer = Buffer.allocUnsafe(capacity);
    this.#plain = plainView(this.#buffer);
  }

  get length(): number {
    return this.#length;
  }

  /** The written bytes, copied: the writer may be used again after `reset`. */
  bytes(): Uint8Array {
    return this.#plain.slice(0, this.#length);
  }

  /** The written bytes themselves, valid until the next write. */
  view(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  /** The written bytes in memory of their own, which may be transferred to another thread; the writer is used up. */
  release(): Uint8Array<ArrayBuffer> {
    const { buffer, byteLength } = this.#plain;
    const owned = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
    return owned ? new Uint8Array(buffer, 0, this.#length) : new Uint8Array(this.view());
  }

  reset(): void {
    this.#length = 0;
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
    this.#plain = plainView(grown);
  }

  u8(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#length++] = value;
  }

  bool(value: boolean): void {
    this.u8(value ? 1 : 0);
  }

  varint(value: number): void {
    this.#reserve(8);
    let rest = value;
    while (rest > 0x7fffffff) {
      this.#buffer[this.#length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    while (rest > 127) {
      this.#buffer[this.#length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.#buffer[this.#length++] = rest;
  }

  /** A signed integer; |value| < 2^52. */
  zigzag(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  f32(value: number): void {
    this.#reserve(4);
    this.#buffer.writeFloatLE(value, this.#length);
    this.#length += 4;
  }

  f64(value: number): void {
    this.#reserve(8);
    this.#buffer.writeDoubleLE(value, this.#length);
    this.#length += 8;
  }

  string(text: string): void {
    const { length } = text;
    if (length < 40) {
      this.#reserve(1 + 3 * length);
      const start = this.#length;
      let at = start + 1;
      for (let i = 0; i < length; i++) {
        const code = text.charCodeAt(i);
        if (code > 127) return this.#utf8(text);
        this.#buffer[at++] = code;
      }
      this.#buffer[start] = length;
      this.#length = at;
      return;
    }
    this.#utf8(text);
  }

  #utf8(text: string): void {
    this.#reserve(8 + 3 * text.length);
    // Where ASCII would stand: it is seldom moved.
    const room = varintSize(text.length);
    const start = this.#length + room;
    this.#length = start + this.#buffer.write(text, start, 'utf8');
    this.#prefix(start, room);
  }

  /** Begins a blob; `close` ends it, and wants what this returns. */
  open(): number {
    this.#reserve(USUAL_PREFIX);
    return (this.#length += USUAL_PREFIX);
  }

  close(start: number): void {
    this.#prefix(start, USUAL_PREFIX);
  }

  /** Puts the size of all from `start` on in front of it, where `room` bytes were left. */
  #prefix(start: number, room: number): void {
    this.#reserve(8);
    const size = this.#length - start;
    const moved = varintSize(size) - room;
    if (moved !== 0) this.#buffer.copyWithin(start + moved, start, this.#length);
    this.#length = start - room;
    this.varint(size);
    this.#length += size;
  }

  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  blob(bytes: Uint8Array): void {
    this.varint(bytes.length);
    this.raw(bytes);
  }
}

/** Of blobs from 128 bytes to 16 KB: bytes before it that say its size. */
const USUAL_PREFIX = 2;

function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) size++;
  return size;
}

function plainView({ buffer, byteOffset, byteLength }: Buffer): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** The words read last, by a hash of their bytes. */
const SLOTS = 4_096;
const WORDS: string[] = Array.from({ length: SLOTS }, () => '');
const LONGEST_WORD = 40;

/** Reads what a ByteWriter wrote. Reading past the end throws: our own bytes are never short unless they are damaged. */
export class ByteReader {
  readonly #buffer: Buffer;
  readonly end: number;
  at: number;

  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.#buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = at;
    this.end = end;
  }

  get rest(): number {
    return this.end - this.at;
  }

  u8(): number {
    const byte = this.#buffer[this.at++];
    if (byte === undefined || this.at > this.end) throw new RangeError(`bytes end at ${this.end}`);
    return byte;
  }

  bool(): boolean {
    return this.u8() === 1;
  }

  varint(): number {
    let byte = this.u8();
    if (byte < 128) return byte;
    let value = byte & 127;
    let scale = 128;
    do {
      byte = this.u8();
      value += (byte & 127) * scale;
      scale *= 128;
    } while (byte > 127);
    return value;
  }

  zigzag(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  #take(size: number): number {
    const start = this.at;
    this.at += size;
    if (this.at > this.end) throw new RangeError(`bytes end at ${this.end}`);
    return start;
  }

  f32(): number {
    return this.#buffer.readFloatLE(this.#take(4));
  }

  f64(): number {
    return this.#buffer.readDoubleLE(this.#take(8));
  }

  string(): string {
    const size = this.varint();
    const start = this.#take(size);
    return size === 0 ? '' : this.#buffer.toString('utf8', start, start + size);
  }

  /**
   * As `string`, for what many records share: a watch, a language. Equal words are mostly one object, which spares their reading,
   * their memory and the hashing of map keys. Ids and texts would only push others out.
   */
  word(): string {
    const size = this.varint();
    const start = this.#take(size);
    if (size === 0) return '';
    const slot = size > LONGEST_WORD ? -1 : this.#slotOf(start, this.at);
    const known = slot < 0 ? undefined : WORDS[slot];
    if (known?.length === size && this.#holds(start, known)) return known;
    const read = this.#buffer.toString('utf8', start, this.at);
    if (slot >= 0) WORDS[slot] = read;
    return read;
  }

  /** By FNV-1a; -1 when not all of it is ASCII: the bytes are not the characters then. */
  #slotOf(start: number, end: number): number {
    let hash = 0x811c9dc5;
    let seen = 0;
    for (let at = start; at < end; at++) {
      const byte = this.#buffer[at] ?? 0;
      seen |= byte;
      hash = Math.imul(hash ^ byte, 0x01000193);
    }
    return seen > 127 ? -1 : (hash ^ (hash >>> 15)) & (SLOTS - 1);
  }

  #holds(start: number, text: string): boolean {
    for (let i = 0; i < text.length; i++) if (this.#buffer[start + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  /** A view, not a copy. */
  raw(size: number): Uint8Array {
    const start = this.#take(size);
    return this.#buffer.subarray(start, start + size);
  }

  /** A view, not a copy. */
  blob(): Uint8Array {
    return this.raw(this.varint());
  }
}

/** How a value becomes bytes and comes back. `read(write(v))` equals `v`; new fields are appended and default when absent. */
export interface Codec<T> {
  write(writer: ByteWriter, value: T): void;
  read(reader: ByteReader): T;
}

let spare: ByteWriter | undefined;

export function encode<T>(codec: Codec<T>, value: T): Uint8Array {
  // A codec may call `encode` itself, and the inner call must not write into the writer of the outer one.
  const writer = spare ?? new ByteWriter();
  spare = undefined;
  writer.reset();
  codec.write(writer, value);
  spare = writer;
  return writer.bytes();
}

export function decode<T>(codec: Codec<T>, bytes: Uint8Array): T {
  return codec.read(new ByteReader(bytes));
}
