import { expect, test } from 'vitest';
import { manualClock } from '../../tests/support/manual-clock.ts';
import { createTickets } from './tickets.ts';

function tickets() {
  const { clock, advance } = manualClock();
  let next = 0;
  return { ...createTickets(clock, () => `t${next++}`), advance };
}

test('a ticket opens once', () => {
  const { issue, redeem } = tickets();
  expect(issue()).toEqual({ ticket: 't0', expires_in_s: 60 });
  expect([redeem('t0'), redeem('t0'), redeem('t1'), redeem('')]).toEqual([true, false, false, false]);
});

test('after a minute it opens nothing', async () => {
  const { issue, redeem, advance } = tickets();
  issue();
  await advance(59_999);
  issue();
  await advance(1);
  expect([redeem('t0'), redeem('t1')]).toEqual([false, true]);
});

test('of too many the oldest are forgotten', () => {
  const { issue, redeem } = tickets();
  for (let i = 0; i <= 10_000; i++) issue();
  expect([redeem('t0'), redeem('t1'), redeem('t10000')]).toEqual([false, true, true]);
});
