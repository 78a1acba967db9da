import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, encode } from '../../../schemas/bytes.ts';
import type { NamedUnit, PartitionName } from './named.ts';
import { namedUnits } from './unit-codec.ts';

const text = fc.string({ unit: 'grapheme' });
const natural = fc.maxSafeNat();
const instant = fc.integer({ min: -(2 ** 50), max: 2 ** 50 });
/** As views come back. */
const bytes = fc.uint8Array({ maxLength: 20 }).map((array) => Buffer.from(array));
const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
const partition: fc.Arbitrary<PartitionName> = fc.record({
  workspace: text,
  timeline: text,
  stream: fc.record({ name: text }),
  generation: natural,
  partition: natural,
});
const unit: fc.Arbitrary<NamedUnit> = fc.record({
  task: text,
  input: optional(partition),
  next: natural,
  meta: bytes,
  state: fc.array(
    fc.record({ fold: text, key: text, due: optional(instant), report: fc.boolean(), value: optional(bytes) }),
  ),
  seen: fc.array(
    fc.record({
      fold: text,
      span: instant,
      run: natural,
      keys: fc.array(fc.string({ unit: 'binary' })).map((keys) => JSON.stringify(keys)),
      filter: optional(bytes),
    }),
  ),
  seenFloors: fc.array(fc.record({ fold: text, span: instant })),
  outputs: fc.array(fc.record({ to: partition, chunk: fc.record({ count: natural, received: natural, bytes }) })),
});

test('units come back as they were', () => {
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 4 }), (units) => {
      expect(decode(namedUnits, encode(namedUnits, units))).toEqual(units);
    }),
  );
});
