import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byCodePoint, placeHeap } from './timer-heap.ts';

test('timers leave in the order (due, fold, key)', () => {
  const place = fc.record({ due: fc.nat({ max: 3 }), fold: fc.constantFrom('a', 'b'), key: fc.constantFrom('x', 'y', 'z') });
  const label = (p: { due: number; fold: string; key: string }): string => `${p.due}${p.fold}${p.key}`;
  fc.assert(
    fc.property(fc.array(place), (places) => {
      const heap = placeHeap();
      for (const one of places) heap.push(one);
      const left = places.map(() => heap.pop()).map((one) => (one === undefined ? '' : label(one)));
      expect(left).toEqual(places.map(label).sort());
      expect(heap.pop()).toBeUndefined();
    }),
  );
});

test('keys are ordered as their UTF-8 bytes are, as the database does', () => {
  const key = fc.oneof(fc.string({ unit: 'binary', maxLength: 4 }), fc.constantFrom('\u{1f600}', '\uff01', 'a\u{10000}', 'a\ue000'));
  const sign = (n: number): number => Math.sign(n) + 0;
  fc.assert(
    fc.property(key.filter((k) => k.isWellFormed()), key.filter((k) => k.isWellFormed()), (a, b) => {
      expect(sign(byCodePoint(a, b))).toBe(sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
    }),
  );
});
