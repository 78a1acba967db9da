import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StoreClient } from '../../runtime/clickhouse/client.ts';
import { nativeEncoder, type Column } from '../../runtime/clickhouse/native.ts';
import { openMigratedStore, type TestStore } from './store-harness.ts';

let opened: TestStore;
let client: StoreClient;
beforeAll(async () => {
  opened = await openMigratedStore();
  client = opened.connect('ingest');
});
afterAll(() => opened.close());

const FIRST_MS = Date.UTC(1900, 0, 1);
const LAST_MS = Date.UTC(2300, 0, 1) - 1;
const MOODS = ['bad', 'so so', "it's \\ good"] as const;
const MOOD_TYPE = `Enum8('bad' = -128, 'so so' = 0, 'it\\'s \\\\ good' = 127)`;

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom('a', '\ud83d', '\udc00', '😀', 'ü', '\n', '\0', '"', '\\'), maxLength: 60 }),
  fc.constantFrom(
    '',
    'x'.repeat(127),
    'x'.repeat(128),
    'ü'.repeat(64),
    'ü'.repeat(127),
    '漢'.repeat(43),
    'x'.repeat(20_000),
  ),
);
const instant = fc.oneof(fc.integer({ min: FIRST_MS, max: LAST_MS }), fc.constantFrom(FIRST_MS, -1, 0, 1, LAST_MS));
const float = fc.oneof(
  fc.double(),
  fc.constantFrom(0, -0, NaN, Infinity, -Infinity, Number.MIN_VALUE, Number.MAX_VALUE),
);

/** Every type the encoder knows, with values from end to end. */
const VALUES = {
  String: text,
  Bool: fc.boolean(),
  UInt8: fc.integer({ min: 0, max: 255 }),
  UInt16: fc.integer({ min: 0, max: 65_535 }),
  UInt32: fc.oneof(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.constant(2 ** 32 - 1)),
  UInt64: fc.oneof(
    fc.bigInt(0n, 2n ** 64n - 1n),
    fc.maxSafeNat(),
    fc.constantFrom(2n ** 64n - 1n, Number.MAX_SAFE_INTEGER),
  ),
  Int8: fc.integer({ min: -128, max: 127 }),
  Int16: fc.integer({ min: -32_768, max: 32_767 }),
  Int32: fc.oneof(fc.integer(), fc.constantFrom(-(2 ** 31), 2 ** 31 - 1)),
  Int64: fc.oneof(
    fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
    fc.maxSafeInteger(),
    fc.constantFrom(-(2n ** 63n), Number.MIN_SAFE_INTEGER),
  ),
  Float32: float,
  Float64: float,
  DateTime: fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((seconds) => seconds * 1000),
  "DateTime('UTC')": fc.constantFrom(0, (2 ** 32 - 1) * 1000),
  'DateTime64(3)': instant,
  "DateTime64(3, 'UTC')": instant,
  'LowCardinality(String)': text,
  [MOOD_TYPE]: fc.constantFrom(...MOODS),
  'Nullable(String)': fc.option(text),
  'Nullable(UInt32)': fc.option(fc.integer({ min: 0, max: 2 ** 32 - 1 })),
  'Nullable(DateTime64(3))': fc.option(instant),
  [`Nullable(${MOOD_TYPE})`]: fc.option(fc.constantFrom(...MOODS)),
  'Array(String)': fc.array(text, { maxLength: 5 }),
  'Array(Int64)': fc.array(fc.maxSafeInteger(), { maxLength: 5 }),
  'Array(LowCardinality(String))': fc.array(text, { maxLength: 5 }),
  'Array(Nullable(UInt8))': fc.array(fc.option(fc.integer({ min: 0, max: 255 })), { maxLength: 5 }),
  'Array(Array(String))': fc.array(fc.array(text, { maxLength: 3 }), { maxLength: 3 }),
};
const TYPES = Object.keys(VALUES);
const row = fc.tuple(...Object.values(VALUES)) as fc.Arbitrary<unknown[]>;

const columns: Column<unknown[]>[] = TYPES.map((type, i) => ({ name: `c${i}`, type, of: (values) => values[i] }));
const encode = nativeEncoder(columns);

/** The oracle: the same values as text, which the engine parses itself. */
function jsonOf(value: unknown, type: string): unknown {
  const inner = /^\w+\((.*)\)$/.exec(type)?.[1] ?? '';
  if (Array.isArray(value)) return value.map((each) => jsonOf(each, inner));
  if (type.startsWith('Nullable')) return value === null ? null : jsonOf(value, inner);
  if (type.startsWith('DateTime'))
    return new Date(value as number)
      .toISOString()
      .slice(0, type.startsWith('DateTime64') ? 23 : 19)
      .replace('T', ' ');
  if (typeof value === 'bigint' || Object.is(value, -0)) return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'number' && !Number.isFinite(value))
    return String(value).replace('Infinity', 'inf').toLowerCase();
  return typeof value === 'string' ? value.toWellFormed() : value;
}

async function fresh(name: string, columnList: string): Promise<void> {
  await client.command(`DROP TABLE IF EXISTS ${name}`);
  await client.command(`CREATE TABLE ${name} (n UInt32, ${columnList}) ENGINE = MergeTree ORDER BY n`);
}

test('rows of every type are the same through Native and through JSON', { timeout: 60_000 }, async () => {
  const list = TYPES.map((type, i) => `c${i} ${type}`).join(', ');
  const numbered = nativeEncoder<[number, unknown[]]>([
    { name: 'n', type: 'UInt32', of: ([n]) => n },
    ...columns.map(({ name, type, of }) => ({ name, type, of: ([, values]: [number, unknown[]]) => of(values) })),
  ]);
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 120 }), async (rows) => {
      await fresh('by_native', list);
      await fresh('by_json', list);
      await client.insert('INSERT INTO by_native FORMAT Native', numbered(rows.map((values, n) => [n, values])));
      const lines = rows.map((values, n) =>
        JSON.stringify([n, ...values.map((value, i) => jsonOf(value, TYPES[i] ?? ''))]),
      );
      await client.insert('INSERT INTO by_json FORMAT JSONCompactEachRow', Buffer.from(lines.join('\n')));
      const [counts] = await client.rows(
        'SELECT (SELECT count() FROM by_native) AS native, (SELECT count() FROM by_json) AS json',
      );
      expect(counts).toEqual({ native: String(rows.length), json: String(rows.length) });
      for (const { name, type } of columns) {
        const differing = await client.rows(
          `SELECT n, toString(a.${name}) AS native, toString(b.${name}) AS json FROM by_native AS a JOIN by_json AS b USING n
           WHERE toString(a.${name}) IS DISTINCT FROM toString(b.${name}) LIMIT 1`,
        );
        expect(differing, type).toEqual([]);
      }
    }),
    { numRuns: 6 },
  );
  expect(encode([])).toBeInstanceOf(Buffer);
});

test.each([200, 255, 256, 257, 65_535, 65_536, 70_000])('a dictionary of %i texts arrives whole', async (distinct) => {
  const texts = Array.from({ length: distinct * 2 }, (_, i) => `text ${(i * 7_919) % distinct}`);
  const dictionary = nativeEncoder<string>([
    { name: 'a', type: 'LowCardinality(String)', of: (each) => each },
    { name: 'b', type: 'String', of: (each) => each },
  ]);
  await client.command('DROP TABLE IF EXISTS dictionaries');
  await client.command('CREATE TABLE dictionaries (a LowCardinality(String), b String) ENGINE = Memory');
  await client.insert('INSERT INTO dictionaries FORMAT Native', dictionary(texts));
  const rows = await client.rows(
    'SELECT count() AS n, uniqExact(a) AS distinct, countIf(a != b) AS wrong FROM dictionaries',
  );
  expect(rows).toEqual([{ n: String(texts.length), distinct: String(distinct), wrong: '0' }]);
});
