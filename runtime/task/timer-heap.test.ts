import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byCodePoint, placeHeap } from './timer-heap.ts';

test('timers leave in the order (due, fold, key)', () => {
  const place = fc.record({
    due: fc.nat({ max: 3 }),
    fold: fc.constantFrom('a', 'b'),
    key: fc.constantFrom('x', 'y', 'z'),
  });
  const label = (p: { due: number; fold: string; key: string }): string => `${p.due}${p.fold}${p.key}`;
  fc.assert(
    fc.property(fc.array(place), (places) => {
      const heap = placeHeap();
      for (const one of places) heap.push(one);
      const left = places.map(() => heap.pop()).map((one) => (one === undefined ? '' : label(one)));
      expect(left).toEqual(places.map(label).toSorted());
      expect(heap.pop()).toBeUndefined();
    }),
  );
});

test('keys are ordered as their UTF-8 bytes are, as the database does', () => {
  const unit = fc.constantFrom('\0', 'a', 'b', '\ue000', '\uff01', '\u{10000}', '\u{1f600}');
  const key = fc.string({ unit, maxLength: 4 });
  const sign = (n: number): number => Math.sign(n) + 0;
  fc.assert(
    fc.property(key, key, (a, b) => {
      expect(sign(byCodePoint(a, b))).toBe(sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
    }),
  );
});
