import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createZone } from './zone.ts';

const zones = fc.constantFrom('UTC', 'America/Chicago', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe');
const seconds = fc.integer({ min: Date.UTC(2000, 0) / 1000, max: Date.UTC(2040, 0) / 1000 });

test('the wall clock is that of Temporal', () => {
  fc.assert(
    fc.property(seconds, zones, (second, name) => {
      const instant = second * 1000;
      const wall = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(name).toPlainDateTime();
      expect(createZone(name).wallOf(instant)).toBe(wall.toZonedDateTime('UTC').epochMilliseconds);
    }),
  );
});

test('an instant is found by its wall time, or the earlier one with the same', () => {
  fc.assert(
    fc.property(seconds, zones, (second, name) => {
      const { wallOf, instantOf } = createZone(name);
      const wall = wallOf(second * 1000);
      const found = instantOf(wall) ?? Infinity;
      expect(found).toBeLessThanOrEqual(second * 1000);
      expect(wallOf(found)).toBe(wall);
    }),
  );
});

test('the first of two equal wall times is taken, and a skipped one has no instant', () => {
  const { instantOf } = createZone('Europe/Berlin');
  expect(instantOf(Date.UTC(2026, 9, 25, 2, 30))).toBe(Date.UTC(2026, 9, 25, 0, 30));
  expect(instantOf(Date.UTC(2026, 2, 29, 2, 30))).toBeUndefined();
});

test('a zone that nobody knows is refused', () => {
  expect(() => createZone('Mars/Olympus')).toThrow(RangeError);
});
