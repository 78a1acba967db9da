import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCursor, writeCursor } from './cursor.ts';

const cursor = {
  after: { time: 1_774_873_859_123, watch: 'acme', platform: 'x', id: 'é"1' },
  period: { from: 1_774_800_000_000, to: 1_774_886_400_000 },
};

test('a cursor comes back as it was, whatever the order of the filters', () => {
  const text = writeCursor(cursor, { watch: ['acme'], range: '24h' });
  expect(text).toMatch(/^[\w-]+$/);
  expect(readCursor(text, { range: '24h', watch: ['acme'] })).toEqual(cursor);
  expect(() => readCursor(text, { range: '24h' })).toThrow(expect.objectContaining({ code: 'cursor-mismatch' }));
});

test('anything else is refused, never read', () => {
  const forged = fc.json().map((json) => Buffer.from(json).toString('base64url'));
  fc.assert(
    fc.property(fc.oneof(fc.string(), forged), (text) => {
      expect(() => readCursor(text, {})).toThrow(expect.objectContaining({ code: 'cursor-invalid' }));
    }),
  );
});

test.each([
  ['that ends before it begins', { from: 120_000, to: 60_000 }],
  ['of parts of a minute', { from: 1, to: 60_000 }],
])('a period %s is refused', (_what, period) => {
  expect(() => readCursor(writeCursor({ ...cursor, period }, {}), {})).toThrow(
    expect.objectContaining({ code: 'cursor-invalid' }),
  );
});
