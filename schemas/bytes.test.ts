import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteReader, ByteWriter } from './bytes.ts';

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
