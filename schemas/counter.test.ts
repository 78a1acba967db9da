import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, encode, type Codec } from './bytes.ts';
import { readCounter, writeCounter } from './counter.ts';

const counter: Codec<number | undefined> = { write: writeCounter, read: readCounter };

test('a counter comes back as it was, and one that nobody said is not 0; a byte each up to 126', () => {
  const said = fc.option(fc.integer({ min: 0, max: 1_000_000_000_000 }), { nil: undefined });
  fc.assert(
    fc.property(said, (count) => {
      expect(decode(counter, encode(counter, count))).toBe(count);
    }),
  );
  expect([undefined, 0, 126, 127].map((count) => encode(counter, count).length)).toEqual([1, 1, 1, 2]);
});
