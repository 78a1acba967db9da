import { expect, test } from 'vitest';
import { formatsOf } from './format.ts';
import { spokenOf } from './reading.ts';
import { summaryOf } from './summary.ts';
import { ENGLISH } from './texts.ts';

const settings = { formats: formatsOf({ locale: 'en-GB', timeZone: 'UTC' }), texts: ENGLISH };
const T0 = Date.UTC(2026, 10, 25, 14);
const MINUTE_MS = 60_000;
const series = [
  { name: 'all mentions', noun: 'mentions' },
  { name: 'negative', noun: 'negative' },
  { name: 'Contoso' },
];

const columns = {
  starts: [T0, T0 + MINUTE_MS, T0 + 2 * MINUTE_MS],
  ends: [T0 + MINUTE_MS, T0 + 2 * MINUTE_MS, T0 + 3 * MINUTE_MS],
  values: [
    [312, 300, 12],
    [96, null, 1],
    [null, null, null],
  ],
  firstOpen: 2,
};

test('says the range, and of each series the newest complete value and its peak', () => {
  expect(summaryOf({ columns, series }, settings)).toBe(
    'Wed 25 Nov, 14:00 to Wed 25 Nov, 14:03, UTC. Now 300 mentions, at most 312 (Wed 25 Nov, 14:00). ' +
      'Now 96 negative, at most 96 (Wed 25 Nov, 14:00).',
  );
});

test('takes what there is when nothing is complete yet', () => {
  expect(summaryOf({ columns: { ...columns, firstOpen: 0 }, series }, settings)).toContain(
    'Now 12 mentions, at most 312',
  );
});

test('says that there is nothing', () => {
  const none = { starts: [], ends: [], values: [[], [], []], firstOpen: 0 };
  expect(summaryOf({ columns: none, series, period: { from: T0, to: T0 + 1 } }, settings)).toBe('no data.');
});

test('a bucket is spoken as time and amounts', () => {
  const reading = { start: T0 + 5 * MINUTE_MS, end: T0 + 6 * MINUTE_MS, complete: true, values: [312, 96, 7] };
  expect(spokenOf(reading, series, settings)).toBe('14:05, 312 mentions, 96 negative, Contoso 7');
  expect(spokenOf({ ...reading, complete: false, values: [1, null, null] }, series, settings)).toBe(
    '14:05, 1 mentions, negative no data, Contoso no data, incomplete',
  );
});
