import { expect, test } from 'vitest';
import { timeReader } from './reader.ts';

const AT = Date.UTC(2015, 1, 24, 19, 15, 59);
const auto = timeReader({ time: 'auto', zone: undefined });

test.each([
  '2015-02-24 11:15:59 -0800',
  '2015-02-24T11:15:59-08:00',
  '2015-02-24T11:15:59-08',
  '2015-02-24T19:15:59Z',
  '2015-02-24t19:15:59z',
  '2015-02-24 19:15:59 UTC',
  '2015-02-24  19:15:59Z',
  '  2015-02-24T19:15:59Z\t',
  '2015/2/24 19:15:59 GMT',
  '2015-02-25T03:15:59+08:00',
  '2015-02-25T01:00:59+05:45',
  '2015-02-24T11:15:59-08:00[America/Los_Angeles]',
  '20150224T191559Z',
  '20150224T111559-0800',
  'Tue, 24 Feb 2015 11:15:59 -0800',
  'Tue, 24 Feb 2015 19:15:59 GMT',
  '24 Feb 2015 11:15:59 PST',
  'Tue, 24 Feb 2015 11:15:59 -0800 (PST)',
  'Tue Feb 24 19:15:59 +0000 2015',
  'Tue Feb 24 2015 11:15:59 GMT-0800 (Pacific Standard Time)',
])('%s is read', (text) => {
  expect(auto(text)).toBe(AT);
});

test.each([
  ['2015-02-24T19:15Z', AT - 59_000],
  ['2015-02-24T19:15:59.1Z', AT + 100],
  ['2015-02-24T19:15:59.123Z', AT + 123],
  ['2015-02-24T19:15:59,123456Z', AT + 123],
  ['2015-02-24T19:15:59.999999999Z', AT + 999],
  ['2016-02-29T00:00:00Z', Date.UTC(2016, 1, 29)],
  ['2016-12-31T23:59:60Z', Date.UTC(2016, 11, 31, 23, 59, 59)],
])('%s is read to the millisecond, later digits cut off', (text, expected) => {
  expect(auto(text)).toBe(expected);
});

test.each([
  '2015-02-30T00:00:00Z',
  '2015-02-29T00:00:00Z',
  '2100-02-29T00:00:00Z',
  '2015-13-01T00:00:00Z',
  '2015-00-01T00:00:00Z',
  '2015-04-31 00:00:00 +0000',
  '2015-02-24T25:00:00Z',
  '2015-02-24T24:00:00Z',
  '2015-02-24T11:60:00Z',
  '2015-02-24T11:15:61Z',
  '2015-02-24T11:15:59+99:00',
  '2015-02-24T11:15:59+14:01',
  '2015-02-24T11:15:59+05:60',
  '2015-02-24T11:15:59.Z',
  '2015-02-24T11:15:59 IST',
  '2015-02-24T11:15:5',
  '02/24/2015 11:15:59',
  'Tue Foo 24 11:15:59 +0000 2015',
  'yesterday',
  `2015-02-24T11:15:59${' '.repeat(100)}Z`,
])('%s is no date and time', (text) => {
  expect(auto(text)).toMatchObject({ kind: 'reject', reason: 'bad-time' });
});

test('digits alone are not guessed at, but the message names the setting', () => {
  expect(auto('1424805359')).toMatchObject({ reason: 'bad-time', detail: expect.stringContaining('time: epoch-s') });
  expect(auto(1_424_805_359)).toMatchObject({ reason: 'wrong-type', detail: expect.stringContaining('epoch-s') });
});

test('a time without zone is rejected without a zone in the mapping', () => {
  for (const text of ['2015-02-24T11:15:59', '2015-02-24', 'Tue Feb 24 11:15:59 2015']) {
    expect(auto(text)).toMatchObject({ kind: 'reject', reason: 'time-without-zone' });
  }
});

test.each([
  // Plain winter and summer times, a date alone, and one with its own offset.
  ['America/Los_Angeles', '2015-02-24 11:15:59', '2015-02-24T19:15:59Z'],
  ['America/Los_Angeles', '2015-07-24 11:15:59', '2015-07-24T18:15:59Z'],
  ['Asia/Kathmandu', '2015-02-24', '2015-02-23T18:15:00Z'],
  ['America/Los_Angeles', '2015-02-24 11:15:59 +0000', '2015-02-24T11:15:59Z'],
  // 02:30 does not exist on 2026-03-08 and is taken as 03:30; 01:30 exists twice on 2026-11-01 and is the first.
  ['America/New_York', '2026-03-08 02:30:00', '2026-03-08T07:30:00Z'],
  ['America/New_York', '2026-11-01 01:30:00', '2026-11-01T05:30:00Z'],
  // A change of half an hour, and a day that was left out.
  ['Australia/Lord_Howe', '2026-04-05 01:45:00', '2026-04-04T14:45:00Z'],
  ['Pacific/Apia', '2011-12-30 12:00:00', '2011-12-30T22:00:00Z'],
])('in %s, %s is %s', (zone, text, expected) => {
  expect(timeReader({ time: 'auto', zone })(text)).toBe(Date.parse(expected));
});

test('epoch times are numbers or digits in their unit, seconds with decimals', () => {
  const seconds = timeReader({ time: 'epoch-s', zone: undefined });
  const milliseconds = timeReader({ time: 'epoch-ms', zone: undefined });
  for (const value of [AT / 1_000, String(AT / 1_000), ` ${AT / 1_000}.000 `]) expect(seconds(value)).toBe(AT);
  expect(seconds(AT / 1_000 + 0.123)).toBe(AT + 123);
  expect(seconds(`${AT / 1_000}.123`)).toBe(AT + 123);
  for (const value of [AT, String(AT), `${AT}.0`]) expect(milliseconds(value)).toBe(AT);
  expect(milliseconds(AT + 0.5)).toMatchObject({ reason: 'bad-time' });
  for (const value of ['1.42e9', '2015-02-24', '0x5', '1,424'])
    expect(seconds(value)).toMatchObject({ reason: 'bad-time' });
  for (const value of [true, {}, []]) expect(seconds(value)).toMatchObject({ reason: 'wrong-type' });
});

test('years before 1990 and from 2100 on are out of range, whatever the notation', () => {
  const seconds = timeReader({ time: 'epoch-s', zone: undefined });
  expect(auto('1990-01-01T00:00:00Z')).toBe(Date.UTC(1990, 0, 1));
  expect(auto('2099-12-31T23:59:59.999Z')).toBe(Date.UTC(2100, 0, 1) - 1);
  const outside = [
    '1989-12-31T23:59:59Z',
    '2100-01-01T00:00:00Z',
    '0001-01-01T00:00:00Z',
    '0090-05-05',
    '2262-04-11T00:00:00Z',
  ];
  const local = timeReader({ time: 'auto', zone: 'UTC' });
  for (const text of outside) expect(local(text)).toMatchObject({ reason: 'time-out-of-range' });
  for (const value of [0, -1, Infinity, NaN]) expect(seconds(value)).toMatchObject({ reason: 'time-out-of-range' });
  expect(seconds(AT)).toMatchObject({ reason: 'time-out-of-range', detail: expect.stringContaining('epoch-ms') });
});

test.each(['24.02.2015 11:15', '02/24/2015', '24-2-15 11:15'])(
  '%s, which may mean another day, is refused with what to write',
  (text) => {
    expect(timeReader({ time: 'auto', zone: undefined })(text)).toMatchObject({
      reason: 'bad-time',
      detail: expect.stringContaining('write it year first, e.g. 2015-02-24 11:15:59'),
    });
  },
);
