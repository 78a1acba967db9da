import { expect, test } from 'vitest';
import { instantInZone, textInZone } from './zoned-text.ts';

test('what is typed are the clocks of the zone, summer and winter', () => {
  expect(instantInZone('2026-01-31T09:30', 'Europe/Berlin')).toBe('2026-01-31T08:30:00.000Z');
  expect(instantInZone('2026-07-31T09:30', 'Europe/Berlin')).toBe('2026-07-31T07:30:00.000Z');
  expect(textInZone('2026-07-31T07:30:00.000Z', 'Europe/Berlin')).toBe('2026-07-31T09:30');
});

test('in the hour that comes twice it is the first', () => {
  expect(instantInZone('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
});

test('what is no time is nothing', () => {
  expect(instantInZone('', 'UTC')).toBeUndefined();
});
