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
  expect(periodOf({ range: '90m' }, NOW)).toEqual({ from: at('2026-03-30T11:04:00Z'), to: at('2026-03-30T12:35:00Z') });
});

const berlin = (text: string) => Temporal.ZonedDateTime.from(`${text}[Europe/Berlin]`).epochMilliseconds;
const period = (from: string, to: string) => ({ from: berlin(from), to: berlin(to) });

test.each([
  ['an hour with the same one of last week', 'hours', 1, 7],
  ['24 hours with those of last week', 'hours', 24, 7],
  ['a week with the week before', 'days', 7, 7],
  ['a week and a minute with two weeks earlier', 'minutes', 7 * 1440 + 1, 14],
  ['thirty days with five weeks earlier', 'days', 30, 35],
])('%s', (_what, unit, length, back) => {
  const from = Temporal.ZonedDateTime.from('2026-05-10T11:04[Europe/Berlin]');
  const to = from.add({ [unit]: length });
  expect(previousOf({ from: from.epochMilliseconds, to: to.epochMilliseconds }, 'Europe/Berlin')).toEqual({
    from: from.subtract({ days: back }).epochMilliseconds,
    to: to.subtract({ days: back }).epochMilliseconds,
  });
});

test.each([
  [
    'an afternoon behind the change to summer time',
    period('2026-03-30T12:00', '2026-03-30T18:00'),
    period('2026-03-23T12:00', '2026-03-23T18:00'),
  ],
  [
    'the day of 23 hours',
    period('2026-03-29T00:00', '2026-03-30T00:00'),
    period('2026-03-22T00:00', '2026-03-23T00:00'),
  ],
  ['the week of 169', period('2026-10-19T00:00', '2026-10-26T00:00'), period('2026-10-12T00:00', '2026-10-19T00:00')],
  [
    '168 hours, of which the clock left one out',
    period('2026-03-23T11:00', '2026-03-30T12:00'),
    period('2026-03-16T11:00', '2026-03-23T12:00'),
  ],
])('%s is compared by local time', (_what, asked, before) => {
  expect(previousOf(asked, 'Europe/Berlin')).toEqual(before);
});

test('a period within the hour that a clock repeats is compared with one as long', () => {
  const asked = { from: at('2026-10-25T00:30:00Z'), to: at('2026-10-25T01:10:00Z') };
  const from = berlin('2026-10-18T02:30');
  expect(previousOf(asked, 'Europe/Berlin')).toEqual({ from, to: from + 40 * 60_000 });
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
