import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteReader, ByteWriter, decode, encode, type Codec } from './bytes.ts';

function through<T>(write: (writer: ByteWriter) => void, read: (reader: ByteReader) => T): T {
  const writer = new ByteWriter(1);
  write(writer);
  const reader = new ByteReader(writer.bytes());
  const value = read(reader);
  expect(reader.rest).toBe(0);
  return value;
}

const wellFormed = fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed());

describe('the byte language', () => {
  test('brings every whole number up to 2^53 - 1 back', () => {
    const values = fc.oneof(
      fc.maxSafeNat(),
      fc.nat({ max: 300 }),
      fc.integer({ min: 0, max: 52 }).map((bit) => 2 ** bit),
    );
    fc.assert(
      fc.property(
        values,
        (value) =>
          through(
            (w) => w.varint(value),
            (r) => r.varint(),
          ) === value,
      ),
    );
    expect(
      through(
        (w) => w.varint(Number.MAX_SAFE_INTEGER),
        (r) => r.varint(),
      ),
    ).toBe(Number.MAX_SAFE_INTEGER);
  });

  test('brings signed whole numbers back', () => {
    const values = fc.integer({ min: -(2 ** 31), max: 2 ** 31 }).map((value) => value * 2 ** 20);
    fc.assert(
      fc.property(values, (value) =>
        Object.is(
          through(
            (w) => w.zigzag(value),
            (r) => r.zigzag(),
          ),
          value + 0,
        ),
      ),
    );
    for (const value of [-1, 0, 1, -(2 ** 52) + 1])
      expect(
        through(
          (w) => w.zigzag(value),
          (r) => r.zigzag(),
        ),
      ).toBe(value);
  });

  test('brings every well-formed text back, short or long, plain or not', () => {
    const texts = fc.oneof(wellFormed, fc.string({ minLength: 30, maxLength: 300 }), fc.string({ maxLength: 45 }));
    fc.assert(
      fc.property(
        texts,
        (text) =>
          through(
            (w) => w.string(text),
            (r) => r.string(),
          ) === text,
      ),
    );
  });

  test('brings every well-formed word back, whichever words were read before it', () => {
    const word = fc.oneof(
      fc.string({ maxLength: 3 }),
      fc.string({ unit: 'binary', maxLength: 3 }).filter((text) => text.isWellFormed()),
      // Words whose characters are another word's bytes.
      fc.uint8Array({ maxLength: 3 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
      fc.string({ minLength: 38, maxLength: 42 }),
      wellFormed,
    );
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const read = through(
          (w) => words.forEach((text) => w.string(text)),
          (r) => words.map(() => r.word()),
        );
        expect(read).toEqual(words);
      }),
      { numRuns: 1_000 },
    );
  });

  test('brings blobs back that are written in place, of every size of their length', () => {
    for (const size of [0, 1, 127, 128, 16_383, 16_384, 70_000]) {
      const write = (w: ByteWriter): void => {
        w.string('before');
        const start = w.open();
        w.raw(new Uint8Array(size).fill(7));
        w.close(start);
        w.string('after');
      };
      const read = (r: ByteReader): unknown[] => [r.string(), Buffer.from(r.blob()), r.string()];
      expect(through(write, read)).toEqual(['before', Buffer.alloc(size, 7), 'after']);
    }
  });

  test('writes texts of 127, 128, 16,383 and 16,384 bytes with as few length bytes as they need, whatever their characters', () => {
    for (const [text, prefix] of [
      ['x'.repeat(127), [0x7f]],
      ['x'.repeat(128), [0x80, 0x01]],
      ['ü'.repeat(64), [0x80, 0x01]],
      ['ü'.repeat(63), [0x7e]],
      ['漢'.repeat(5_461), [0xff, 0x7f]],
      [`${'漢'.repeat(5_461)}x`, [0x80, 0x80, 0x01]],
    ] as const) {
      const writer = new ByteWriter(1);
      writer.string(text);
      const bytes = Buffer.from(writer.bytes());
      expect([...bytes.subarray(0, prefix.length)]).toEqual(prefix);
      expect(bytes.toString('utf8', prefix.length)).toBe(text);
    }
  });

  test('encodes inside of a codec without touching what that has written', () => {
    const inner: Codec<string> = { write: (w, text) => w.string(text), read: (r) => r.string() };
    const outer: Codec<string> = {
      write: (w, text) => {
        w.string(text);
        w.blob(encode(inner, `${text} inside`));
      },
      read: (r) => `${r.string()}, ${decode(inner, r.blob())}`,
    };
    expect(decode(outer, encode(outer, 'outside'))).toBe('outside, outside inside');
    expect(decode(outer, encode(outer, 'again'))).toBe('again, again inside');
  });

  test('brings floats and bytes back', () => {
    fc.assert(
      fc.property(fc.double(), (value) =>
        Object.is(
          through(
            (w) => w.f64(value),
            (r) => r.f64(),
          ),
          value,
        ),
      ),
    );
    fc.assert(
      fc.property(fc.float(), (value) =>
        Object.is(
          through(
            (w) => w.f32(value),
            (r) => r.f32(),
          ),
          value,
        ),
      ),
    );
    fc.assert(
      fc.property(fc.uint8Array(), (value) =>
        Buffer.from(
          through(
            (w) => w.blob(value),
            (r) => r.blob(),
          ),
        ).equals(value),
      ),
    );
  });

  test('does not change what it handed out when the writer is used again', () => {
    const writer = new ByteWriter();
    writer.string('first');
    const bytes = writer.bytes();
    writer.reset();
    writer.string('other');
    expect(new ByteReader(bytes).string()).toBe('first');
  });

  test('refuses to read past the end', () => {
    const writer = new ByteWriter();
    writer.string('a text that is cut');
    const bytes = writer.bytes();
    for (let end = 0; end < bytes.length; end++) {
      expect(() => new ByteReader(bytes, 0, end).string()).toThrow(RangeError);
    }
    for (const read of ['u8', 'varint', 'f32', 'f64', 'blob'] as const) {
      expect(() => new ByteReader(new Uint8Array(0))[read]()).toThrow(RangeError);
    }
  });
});
