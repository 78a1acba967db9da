import { expect, test } from 'vitest';
import { createZone } from '../charts/zone.ts';
import { lastHourOf } from './last-hour-of.ts';

const BERLIN = createZone('Europe/Berlin');
/** A Wednesday, 14:20 in Berlin. */
const NOW = Date.parse('2026-11-25T13:20:00Z');
const begin = (weekday: number, hour: number, now = NOW): string =>
  new Date(lastHourOf({ weekday, hour }, BERLIN, now).from).toISOString();

test('today’s hours that have begun are today’s, the others a week old', () => {
  expect(begin(3, 14)).toBe('2026-11-25T13:00:00.000Z');
  expect(begin(3, 15)).toBe('2026-11-18T14:00:00.000Z');
});

test('other weekdays are the last ones, on the clocks of the zone', () => {
  expect(begin(2, 9)).toBe('2026-11-24T08:00:00.000Z');
  expect(begin(4, 0)).toBe('2026-11-18T23:00:00.000Z');
  expect(begin(7, 12, Date.parse('2026-10-26T12:00:00Z'))).toBe('2026-10-25T11:00:00.000Z');
});

test('an hour that the clock jumped over is the one after it', () => {
  expect(begin(7, 2, Date.parse('2026-03-30T12:00:00Z'))).toBe('2026-03-29T01:00:00.000Z');
});
