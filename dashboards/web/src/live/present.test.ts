import { expect, test } from 'vitest';
import { presentAt } from './present.ts';

const HEARD_AT = Date.UTC(2026, 0, 31, 12);

test('is this clock until the server has spoken', () => {
  expect(presentAt(HEARD_AT, undefined)).toBe(HEARD_AT);
});

test('is the timeline’s, however wrong this clock is, and goes on as fast as it does', () => {
  const heard = { now: '2026-02-28T08:00:00.000Z', heardAt: HEARD_AT };
  expect(presentAt(HEARD_AT + 5_000, { ...heard, speed: 1 })).toBe(Date.parse('2026-02-28T08:00:05.000Z'));
  expect(presentAt(HEARD_AT + 5_000, { ...heard, speed: 60 })).toBe(Date.parse('2026-02-28T08:05:00.000Z'));
});
