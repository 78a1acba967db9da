import { expect, test } from 'vitest';
import { parseMapping } from '../../../ingest/normalise/mapping.ts';
import type { Mapping } from '../../../schemas/mapping.ts';
import { targetMappings } from './target-mappings.ts';

const written = { platform: 'x', fields: { id: 'id', text: 'text', time: 'ts' } };
const json = parseMapping({ ...written, format: 'ndjson' });
const csv = parseMapping({ ...written, format: 'csv' });
const header = (...columns: readonly string[]): Mapping => ({ ...csv, columns });

/** What reads letters that had these mappings, or why nothing does. */
function targetsOf(known: Readonly<Record<string, Mapping | undefined>>, wished: Mapping | undefined) {
  const defined = Object.entries(known).flatMap(([name, mapping]) =>
    mapping === undefined ? [] : [[name, mapping] as const],
  );
  const { readers, left } = targetMappings(Object.keys(known), new Map(defined), wished);
  return { ...Object.fromEntries(readers), ...Object.fromEntries(left.map(({ had, reason }) => [had, reason])) };
}

test('without a wish letters are read as they were; those whose mapping nobody knows need one', () => {
  const known = { a: json, b: header('id', 'text', 'ts'), gone: undefined };
  expect(targetsOf(known, undefined)).toEqual({
    ...known,
    gone: 'the mapping gone that they had is no longer known: name one with --mapping',
  });
});

test('a wished mapping gets the header of the file that the letters come from', () => {
  const zoned = { ...csv, zone: 'UTC' };
  const [a, b] = [header('id', 'text', 'ts'), header('ts', 'id', 'text')];
  expect(targetsOf({ a, b }, zoned)).toEqual({
    a: { ...zoned, columns: a.columns },
    b: { ...zoned, columns: b.columns },
  });
});

test('a wish that does not fit some letters leaves these as they are, and reads the others', () => {
  const known = {
    fits: header('id', 'text', 'ts'),
    lacks: header('id', 'tezt', 'tz'),
    json,
    elsewhere: { ...header('id', 'text', 'ts'), platform: 'y' },
    gone: undefined,
  };
  expect(targetsOf(known, csv)).toEqual({
    fits: known.fits,
    lacks:
      'fields.text: the file has no column `text`; did you mean `tezt`?; fields.time: the file has no column `ts`; did you mean `tz`?',
    json: 'they were read with format: ndjson, and this mapping says format: csv',
    elsewhere: 'they were read with platform: y, and this mapping says platform: x',
    gone: 'the header of their csv file is not known',
  });
});

test('JSON whose mapping nobody knows is read with the wished one', () => {
  expect(targetsOf({ gone: undefined }, json)).toEqual({ gone: json });
});
