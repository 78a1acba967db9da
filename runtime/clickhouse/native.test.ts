import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nativeEncoder, type Column } from './native.ts';
import { UnencodableValue } from './native-types.ts';

function block(type: string, values: readonly unknown[]): Buffer {
  return nativeEncoder([{ name: 'v', type, of: (value: unknown) => value }])(values);
}

/** What follows the two counts, the column's name and its type. */
function data(type: string, values: readonly unknown[]): number[] {
  return [...block(type, values).subarray(2 + 2 + 1 + type.length)];
}

describe('a block', () => {
  test('is the numbers of columns and rows, then name, type and values of each column', () => {
    const columns: Column<{ a: number; b: string }>[] = [
      { name: 'a', type: 'UInt8', of: ({ a }) => a },
      { name: 'bb', type: 'String', of: ({ b }) => b },
    ];
    const encoded = nativeEncoder(columns)([
      { a: 1, b: 'x' },
      { a: 255, b: '' },
    ]);
    expect(encoded.toString('latin1')).toBe('\x02\x02\x01a\x05UInt8\x01\xff\x02bb\x06String\x01x\x00');
  });

  test('of no rows has its columns and nothing else', () => {
    expect(block('LowCardinality(String)', []).toString('latin1')).toBe('\x01\x00\x01v\x16LowCardinality(String)');
  });

  test('is not touched by later calls of its encoder', () => {
    const encode = nativeEncoder([{ name: 'v', type: 'String', of: (value: string) => value }]);
    const first = encode(['one']);
    const copy = Buffer.from(first);
    encode(['two', 'three']);
    expect(first.equals(copy)).toBe(true);
  });

  test('has room for any text', () => {
    const unit = fc.constantFrom('x', 'ü', '漢', '😀', '\ud83d');
    fc.assert(
      fc.property(fc.array(fc.tuple(unit, fc.nat(20_000)), { maxLength: 5 }), (parts) => {
        const texts = parts.map(([character, times]) => character.repeat(times));
        const whole = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
        expect(data('String', texts).length).toBeGreaterThanOrEqual(whole + texts.length);
      }),
    );
  });
});

describe('values', () => {
  test('texts of 127, 128 and 16,384 bytes have lengths of 1, 2 and 3 bytes, whatever their characters', () => {
    for (const [text, prefix] of [
      ['x'.repeat(127), [0x7f]],
      ['x'.repeat(128), [0x80, 0x01]],
      ['ü'.repeat(64), [0x80, 0x01]],
      ['漢'.repeat(5_461) + 'x', [0x80, 0x80, 0x01]],
    ] as const) {
      const bytes = data('String', [text]);
      expect(bytes.slice(0, prefix.length)).toEqual(prefix);
      expect(Buffer.from(bytes.slice(prefix.length)).toString()).toBe(text);
    }
  });

  test('half of a surrogate pair becomes U+FFFD', () => {
    expect(Buffer.from(data('String', ['a\ud83db'])).toString()).toBe('\x05a\ufffdb');
  });

  test('integers are little endian', () => {
    expect(data('UInt32', [0x01020304])).toEqual([4, 3, 2, 1]);
    expect(data('Int16', [-2])).toEqual([0xfe, 0xff]);
    expect(data('UInt64', [2 ** 40 + 5])).toEqual([5, 0, 0, 0, 0, 1, 0, 0]);
    expect(data('UInt64', [2n ** 64n - 1n])).toEqual(Array(8).fill(0xff));
    expect(data('Int64', [-1])).toEqual(Array(8).fill(0xff));
  });

  test('instants are milliseconds for DateTime64(3) and whole seconds for DateTime', () => {
    expect(data('DateTime64(3)', [1])).toEqual([1, 0, 0, 0, 0, 0, 0, 0]);
    expect(data("DateTime64(3, 'UTC')", [-1])).toEqual(Array(8).fill(0xff));
    expect(data("DateTime('UTC')", [5_000])).toEqual([5, 0, 0, 0]);
  });

  test('enums go by name', () => {
    expect(data("Enum8('negative' = -1, 'it\\'s' = 2)", ['negative', "it's"])).toEqual([0xff, 2]);
  });

  test('a null is marked and has an empty value in its place', () => {
    expect(data('Nullable(UInt8)', [7, null])).toEqual([0, 1, 7, 0]);
    expect(data('Nullable(String)', [null, 'x'])).toEqual([1, 0, 0, 1, 120]);
  });

  test('arrays are their ends, then all their elements', () => {
    expect(data('Array(UInt8)', [[1, 2], [], [3]])).toEqual([
      2, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3,
    ]);
  });
});

describe('a value its column cannot hold is refused with its row, never cut', () => {
  test.each<[type: string, held: unknown, ...refused: unknown[]]>([
    ['UInt8', 255, 256, -1, 1.5, NaN, '7', null],
    ['UInt16', 65_535, 65_536],
    ['UInt32', 2 ** 32 - 1, 2 ** 32],
    ['UInt64', 2n ** 64n - 1n, 2n ** 64n, -1, 2 ** 53, '1'],
    ['Int8', -128, 128],
    ['Int16', 32_767, -32_769],
    ['Int32', -(2 ** 31), 2 ** 31],
    ['Int64', -(2n ** 63n), 2n ** 63n, 0.5],
    ['Float32', NaN, '1', null],
    ['Float64', Infinity, undefined],
    ['String', '', 5, null],
    ['LowCardinality(String)', 'x', undefined],
    ['Bool', false, 1],
    ['DateTime', 5_000, 1_500, -1_000, 2 ** 32 * 1000],
    ['DateTime64(3)', Date.UTC(1900, 0, 1), Date.UTC(2300, 0, 1), Date.UTC(1899, 11, 31), 0.5],
    ["Enum8('a' = 1)", 'a', 'b', 1],
    ['Nullable(UInt8)', null, 256],
    ['Array(UInt8)', [], [256], 'x'],
  ])('%s holds %s', (type, held, ...refused) => {
    expect(() => block(type, [held])).not.toThrow();
    for (const value of refused) {
      expect(() => block(type, [held, held, value]), String(value)).toThrow(UnencodableValue);
      expect(() => block(type, [held, held, value])).toThrow(expect.objectContaining({ index: 2 }));
    }
  });

  test('the row of an array is the row it came from', () => {
    expect(() => block('Array(UInt8)', [[], [1, 2], [3, -1]])).toThrow(expect.objectContaining({ index: 2 }));
    expect(() => block('Array(Array(UInt8))', [[[1]], [[2], [3, 4, 999]]])).toThrow(
      expect.objectContaining({ index: 1 }),
    );
  });
});

test('a type that the program does not use is refused when the encoder is made', () => {
  for (const type of [
    'Decimal(9, 2)',
    'DateTime64(6)',
    'LowCardinality(UInt8)',
    'Map(String, String)',
    'FixedString(3)',
    '',
  ]) {
    expect(() => nativeEncoder([{ name: 'v', type, of: () => 0 }])).toThrow(`does not know the type ${type}`);
  }
});
