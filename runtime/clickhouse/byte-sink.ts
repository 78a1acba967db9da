const FIRST_BYTES = 4_096;
/** Up to here a loop is faster than the call that copies a text; below 128, so that the length is one byte. */
const SHORT_TEXT = 40;

/** A buffer that grows. `reserve` before writing at `at` by hand; `bytes` and `view` are new after it had to grow. */
export class ByteSink {
  bytes: Buffer;
  view: DataView;
  at = 0;

  constructor(expectedBytes: number) {
    this.bytes = Buffer.allocUnsafeSlow(Math.max(FIRST_BYTES, expectedBytes));
    this.view = new DataView(this.bytes.buffer);
  }

  reserve(size: number): void {
    if (this.at + size <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.at + size));
    this.bytes.copy(grown, 0, 0, this.at);
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
  }

  varint(value: number): void {
    this.reserve(10);
    let rest = value;
    while (rest > 127) {
      this.bytes[this.at++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.bytes[this.at++] = rest;
  }

  /** UInt64, little endian. */
  uint64(value: number): void {
    this.reserve(8);
    this.view.setUint32(this.at, value % 2 ** 32, true);
    this.view.setUint32(this.at + 4, Math.floor(value / 2 ** 32), true);
    this.at += 8;
  }

  /**
   * The length in bytes as a varint, then UTF-8; half of a surrogate pair becomes U+FFFD. Written once where the length of
   * ASCII text would place it, and moved in the rare case that the true length takes another number of bytes.
   */
  text(value: string): void {
    this.reserve(value.length * 3 + 10);
    if (value.length <= SHORT_TEXT && this.#shortAscii(value)) return;
    const guess = varintSize(value.length);
    const written = this.bytes.write(value, this.at + guess, 'utf8');
    const size = varintSize(written);
    if (size !== guess) this.bytes.copyWithin(this.at + size, this.at + guess, this.at + guess + written);
    this.varint(written);
    this.at += written;
  }

  /** False, and nothing is written, when a character is not ASCII. */
  #shortAscii(value: string): boolean {
    const { bytes } = this;
    let { at } = this;
    bytes[at++] = value.length;
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i);
      if (code > 127) return false;
      bytes[at++] = code;
    }
    this.at = at;
    return true;
  }

  done(): Buffer {
    return this.bytes.subarray(0, this.at);
  }
}

function varintSize(value: number): number {
  return value < 128 ? 1 : value < 16_384 ? 2 : value < 2_097_152 ? 3 : value < 268_435_456 ? 4 : 5;
}
