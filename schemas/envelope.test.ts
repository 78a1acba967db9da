import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Codec } from './bytes.ts';
import { CHUNK_FORMAT, decodeChunk, encodeChunk, type Body, type Chunk, type LogRecord } from './envelope.ts';

const number: Codec<number> = { write: (writer, value) => writer.varint(value), read: (reader) => reader.varint() };

const text = fc.string({ maxLength: 60 });
const instant = fc.integer({ min: 0, max: 4_102_444_800_000 });
const body: fc.Arbitrary<Body<number>> = fc.oneof(
  fc.record({ kind: fc.constant('data' as const), value: fc.maxSafeNat() }),
  fc.record({
    kind: fc.constant('tick' as const),
    value: fc.record({ time: instant, live: fc.boolean(), final: fc.boolean() }),
  }),
  fc.record({ kind: fc.constant('barrier' as const), value: fc.record({ pipeline: text, version: fc.nat() }) }),
  fc.record({ kind: fc.constant('coverage' as const), value: fc.record({ source: text, from: instant, to: instant }) }),
  fc.record({ kind: fc.constant('erased' as const), value: fc.constant(undefined) }),
);
const name = fc.record({ at: fc.nat({ max: 2 ** 40 }), index: fc.nat({ max: 1000 }) });
const place = fc.record({ key: text, eventTime: instant, receivedTime: instant, trace: text, subject: text });
const recordOf = (named: boolean): fc.Arbitrary<LogRecord<number>> =>
  fc
    .tuple(place, named ? name : fc.constant(undefined), named ? fc.boolean() : fc.constant(undefined), body)
    .map(([where, its, late, what]) => ({ ...where, name: its, late, ...what }));
const chunkFrom = (producer: string): fc.Arbitrary<Chunk<number>> =>
  fc.record({
    workspace: text,
    timeline: text,
    producer: fc.constant(producer),
    generation: fc.nat(),
    previous: fc.record({ at: fc.integer({ min: -1, max: 2 ** 40 }), index: fc.nat() }),
    records: fc.array(recordOf(producer !== ''), { minLength: 1, maxLength: 8 }),
  });
const chunk = fc.oneof(chunkFrom(''), chunkFrom('main/t/normalise/1/0'));

describe('a chunk of records', () => {
  test('comes back as it was written', () => {
    fc.assert(
      fc.property(chunk, (written) => {
        expect(decodeChunk(number, encodeChunk(number, written).bytes)).toEqual(written);
      }),
    );
  });

  test('is refused when any of its bits is flipped', () => {
    fc.assert(
      fc.property(chunk, fc.nat(), (written, bit) => {
        const { bytes } = encodeChunk(number, written);
        const at = (bit >> 3) % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit & 7));
        expect(() => decodeChunk(number, bytes)).toThrow(RangeError);
      }),
    );
  });

  test('is refused when it is cut short', () => {
    const [written] = fc.sample(chunk, { seed: 1, numRuns: 1 });
    if (written === undefined) throw new Error('fast-check gave no chunk');
    const { bytes } = encodeChunk(number, written);
    for (let end = 0; end < bytes.length; end++) {
      expect(() => decodeChunk(number, bytes.subarray(0, end))).toThrow(RangeError);
    }
  });

  test('of a newer format is refused by name', () => {
    const [written] = fc.sample(chunk, { seed: 1, numRuns: 1 });
    if (written === undefined) throw new Error('fast-check gave no chunk');
    const { bytes } = encodeChunk(number, written);
    bytes[0] = CHUNK_FORMAT + 1;
    const sum = crc32(bytes.subarray(0, -4));
    new DataView(bytes.buffer, bytes.byteOffset).setUint32(bytes.length - 4, sum, true);
    expect(() => decodeChunk(number, bytes)).toThrow(`chunk format ${CHUNK_FORMAT + 1} is newer than this program`);
  });

  test('of format 1 says of no record whether it was late', () => {
    const [written] = fc.sample(chunkFrom('main/t/normalise/1/0'), { seed: 1, numRuns: 1 });
    if (written === undefined) throw new Error('fast-check gave no chunk');
    const unsaid = { ...written, records: written.records.map((record) => ({ ...record, late: undefined })) };
    const { bytes } = encodeChunk(number, unsaid);
    bytes[0] = 1;
    new DataView(bytes.buffer, bytes.byteOffset).setUint32(bytes.length - 4, crc32(bytes.subarray(0, -4)), true);
    expect(decodeChunk(number, bytes)).toEqual(unsaid);
  });

  test('of a task refuses a record without a name', () => {
    const [feeders] = fc.sample(chunkFrom(''), { seed: 1, numRuns: 1 });
    if (feeders === undefined) throw new Error('fast-check gave no chunk');
    expect(() => encodeChunk(number, { ...feeders, producer: 'main/t/normalise/1/0' })).toThrow('without a name');
  });
});
