import { expect, test } from 'vitest';
import { formatsOf } from './format.ts';

const chicago = formatsOf({ locale: 'en', timeZone: 'America/Chicago' });
const at = Date.UTC(2026, 10, 25, 20, 5);

test('counts are exact as long as they are short', () => {
  expect([0, 18_204, 99_999, 100_000, 4_123_456].map(chicago.count)).toEqual([
    '0',
    '18,204',
    '99,999',
    '100K',
    '4.12M',
  ]);
  expect(chicago.exact(4_123_456)).toBe('4,123,456');
});

test('small shares have a decimal', () => {
  expect([0.413, 0.1, 0.034, 0].map(chicago.percent)).toEqual(['41%', '10%', '3.4%', '0%']);
});

test('times are of the zone, on a clock of 24 hours', () => {
  expect(chicago.time(at)).toBe('14:05');
  expect(chicago.dateTime(at)).toBe('Wed, Nov 25, 14:05');
  expect(chicago.time(Date.UTC(2026, 10, 25, 6))).toBe('00:00');
});

test('a bucket as long as a day of the zone is called by its date, even when the day has 25 hours', () => {
  const berlin = formatsOf({ locale: 'en', timeZone: 'Europe/Berlin' });
  expect(berlin.span(Date.UTC(2026, 9, 24, 22), Date.UTC(2026, 9, 25, 23))).toBe('Sun, Oct 25');
  expect(chicago.span(at, at + 300_000)).toBe('14:05–14:10');
});

test('an axis names the day at midnight', () => {
  const midnight = Date.UTC(2026, 10, 25, 6);
  expect(chicago.tick(midnight, 3_600_000)).toBe('Nov 25');
  expect(chicago.tick(midnight + 3_600_000, 3_600_000)).toBe('01:00');
});

test('weeks begin on Monday', () => {
  expect([1, 7].map((day) => chicago.weekday(day, 'long'))).toEqual(['Monday', 'Sunday']);
});
