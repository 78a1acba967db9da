import { describe, expect, test } from 'vitest';
import { mappingId } from '../../../ingest/normalise/mapping-record.ts';
import { parseMapping } from '../../../ingest/normalise/mapping.ts';
import type { Mapping } from '../../../schemas/mapping.ts';
import { targetMappings } from './target-mappings.ts';

const written = { platform: 'x', fields: { id: 'id', text: 'text', time: 'ts' } };
const json = parseMapping({ ...written, format: 'ndjson' });
const csv = parseMapping({ ...written, format: 'csv' });
const header = (...columns: readonly string[]): Mapping => ({ ...csv, columns });

/** `name → mapping` of letters, and what reads them: the names that share a reader, and its columns. */
function targetsOf(known: Readonly<Record<string, Mapping>>, wished: Mapping | undefined) {
  const { targets, left } = targetMappings(Object.keys(known), new Map(Object.entries(known)), wished);
  return { targets: targets.map(({ mapping, from }) => [[...from], mapping.columns]), left };
}

test('without a wish every letter is read as it was', () => {
  expect(targetsOf({ a: json, b: header('id', 'text', 'ts') }, undefined)).toEqual({
    targets: [
      [['a'], undefined],
      [['b'], ['id', 'text', 'ts']],
    ],
    left: [],
  });
});

test('letters of files with one header are read together, those of another apart', () => {
  const zoned = { ...csv, zone: 'UTC' };
  const known = { a: header('id', 'text', 'ts'), b: header('ts', 'id', 'text'), c: header('id', 'text', 'ts') };
  const { targets } = targetMappings(Object.keys(known), new Map(Object.entries(known)), zoned);
  expect(targets.map(({ from }) => [...from])).toEqual([['a', 'c'], ['b']]);
  expect(targets.map(({ mapping }) => mapping)).toEqual([
    { ...zoned, columns: known.a.columns },
    { ...zoned, columns: known.b.columns },
  ]);
});

describe('a wish that does not fit', () => {
  test('leaves letters of another format alone', () => {
    const { targets, left } = targetsOf({ a: json, b: header('id', 'text', 'ts') }, json);
    expect(targets).toEqual([[['a'], undefined]]);
    expect(left).toEqual([{ from: 'b', reason: 'they were read as csv, and this mapping says format: ndjson' }]);
  });

  test('leaves rows alone whose header nobody knows, and reads JSON whose mapping nobody knows', () => {
    expect(targetMappings(['gone'], new Map(), csv)).toEqual({
      targets: [],
      left: [{ from: 'gone', reason: 'the header of their csv file is not known' }],
    });
    const { targets } = targetMappings(['gone'], new Map(), json);
    expect(targets.map(({ mapping }) => mappingId(mapping))).toEqual([mappingId(json)]);
  });

  test('is refused when it names a column that the header lacks', () => {
    const refused = { code: 'MAPPING_INVALID', message: expect.stringMatching(/no column `ts`; did you mean `tz`\?/) };
    expect(() => targetsOf({ a: header('id', 'text', 'tz') }, csv)).toThrow(expect.objectContaining(refused));
  });
});

test('letters whose mapping nobody knows need one', () => {
  expect(() => targetMappings(['gone'], new Map(), undefined)).toThrow(/gone of these letters .* --mapping/);
});
