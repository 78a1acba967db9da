/**
 * The byte language of everything we store: unsigned varints (LEB128, up to 2^53 - 1), zigzag varints, IEEE floats
 * (little endian) and length-prefixed UTF-8. Strings must be well formed: a lone surrogate would not survive the way back.
 */
export class ByteWriter {
  #buffer: Buffer;
  #length = 0;

  constructor(capacity = 256) {
    this.#buffer = Buffer.allocUnsafe(capacity);
  }

  get length(): number {
    return this.#length;
  }

  /** The written bytes, copied: the writer may be used again after `reset`. */
  bytes(): Uint8Array {
    return Uint8Array.prototype.slice.call(this.#buffer, 0, this.#length);
  }

  /** The written bytes themselves, valid until the next write. */
  view(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
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
    const size = Buffer.byteLength(text, 'utf8');
    this.varint(size);
    this.#reserve(size);
    this.#length += this.#buffer.write(text, this.#length, size, 'utf8');
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

  /** A view, not a copy. */
  blob(): Uint8Array {
    const size = this.varint();
    const start = this.#take(size);
    return this.#buffer.subarray(start, start + size);
  }
}

/** How a value becomes bytes and comes back. `read(write(v))` equals `v`; new fields are appended and default when absent. */
export interface Codec<T> {
  write(writer: ByteWriter, value: T): void;
  read(reader: ByteReader): T;
}

export function encode<T>(codec: Codec<T>, value: T): Uint8Array {
  const writer = new ByteWriter();
  codec.write(writer, value);
  return writer.bytes();
}

export function decode<T>(codec: Codec<T>, bytes: Uint8Array): T {
  return codec.read(new ByteReader(bytes));
}
