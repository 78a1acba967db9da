import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  INTERVAL_MS,
  bucketEnd,
  hoursAreWhole,
  intervalFor,
  MAX_AUTOMATIC_POINTS,
  periodOf,
  previousOf,
} from './period.ts';

const at = (text: string) => Date.parse(text);
const NOW = at('2026-03-30T12:34:56Z');

test('both ends move outwards to whole minutes', () => {
  const period = periodOf({ range: '90m' }, NOW);
  expect(period).toEqual({ from: at('2026-03-30T11:04:00Z'), to: at('2026-03-30T12:35:00Z') });
});

test('part of a day is compared with what was just before', () => {
  const period = { from: at('2026-03-30T06:00:00Z'), to: at('2026-03-30T12:00:00Z') };
  expect(previousOf(period, 'UTC')).toEqual({ from: at('2026-03-30T00:00:00Z'), to: period.from });
});

test.each([
  ['one day with the same weekday', 1, 7],
  ['a week with the week before', 7, 7],
  ['thirty days with five weeks earlier', 30, 35],
])('%s', (_what, days, back) => {
  const day = (n: number) =>
    Temporal.ZonedDateTime.from('2026-04-10T00:00[Europe/Berlin]').add({ days: n }).epochMilliseconds;
  expect(previousOf({ from: day(0), to: day(days) }, 'Europe/Berlin')).toEqual({
    from: day(-back),
    to: day(days - back),
  });
});

test('the interval chosen keeps a chart within 500 points, up to 500 days', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 499 * 1440 }), (minutes) => {
      const interval = intervalFor({ from: 0, to: minutes * 60_000 });
      expect((minutes * 60_000) / INTERVAL_MS[interval]).toBeLessThanOrEqual(MAX_AUTOMATIC_POINTS);
    }),
  );
});

test('a day of the change ends where the next one begins', () => {
  expect(bucketEnd(at('2026-03-28T23:00:00Z'), '1d', 'Europe/Berlin')).toBe(at('2026-03-29T22:00:00Z'));
  expect(bucketEnd(at('2026-10-24T22:00:00Z'), '1d', 'Europe/Berlin')).toBe(at('2026-10-25T23:00:00Z'));
});

test('hours stand for minutes only where the zone keeps whole hours throughout', () => {
  const year = { from: at('2026-01-01T00:00:00Z'), to: at('2026-12-31T00:00:00Z') };
  expect(hoursAreWhole(year, 'Europe/Berlin')).toBe(true);
  expect(hoursAreWhole(year, 'Asia/Kolkata')).toBe(false);
  expect(hoursAreWhole(year, 'Australia/Lord_Howe')).toBe(false);
});
