import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../schemas/instants.ts';
import { slotEffect } from './accounts.ts';
import { settingsOf } from './options.ts';
import { postsOf, type Post } from './posts.ts';
import { readingsOf } from './snapshots.ts';

const START = Date.UTC(2026, 2, 2);
const posts = postsOf(settingsOf({ seed: 8, start: START, accounts: 400 }));

function postsIn(days: number): Post[] {
  return posts.accounts.flatMap((account) =>
    Array.from({ length: days * 24 }, (_, hour) => START / 3_600_000 + hour).flatMap((hour) =>
      Array.from({ length: posts.count(account, hour) }, (__, index) => posts.post(account, hour, index)),
    ),
  );
}

const made = postsIn(28);

describe('posts', () => {
  test('come at each account’s own rate: lognormal, median .7 a day', () => {
    const rates = posts.accounts.map(({ postsPerDay }) => postsPerDay).toSorted((a, b) => a - b);
    expect(rates[200]).toBeGreaterThan(0.55);
    expect(rates[200]).toBeLessThan(0.85);
    const expected = rates.reduce((sum, rate) => sum + rate, 0) * 28;
    expect(Math.abs(made.length - expected)).toBeLessThan(5 * Math.sqrt(expected) + 0.01 * expected);
  });

  test('do better at the planted hours of their account, and three accounts in ten have none', () => {
    const flat = posts.accounts.filter(({ peaks }) => peaks.length === 0).length / posts.accounts.length;
    expect(Math.abs(flat - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / 400));
    expect(slotEffect([{ hour: 9, effect: 0.4 }], 9)).toBeCloseTo(0.4, 9);
    expect(slotEffect([{ hour: 23.5, effect: 0.4 }], 0.5)).toBeCloseTo(slotEffect([{ hour: 9, effect: 0.4 }], 10), 9);
    expect(slotEffect([], 9)).toBe(0);
  });

  test('have engagement of standard deviation .9 in logarithms once account and type are taken away', () => {
    const logs = new Map<string, number[]>();
    for (const { account, type, engagement } of made) {
      if (account.peaks.length > 0) continue;
      const key = `${account.index}/${type}`;
      logs.set(key, [...(logs.get(key) ?? []), Math.log(engagement)]);
    }
    let squares = 0;
    let freedom = 0;
    for (const values of logs.values()) {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      squares += values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      freedom += values.length - 1;
    }
    expect(freedom).toBeGreaterThan(1_000);
    expect(Math.sqrt(squares / freedom)).toBeCloseTo(0.9, 1.3);
  });
});

describe('readings', () => {
  const all = made.map((post) => ({
    post,
    readings: readingsOf(8, post, 5, true),
    clean: readingsOf(8, post, 5, false),
  }));

  test('without faults never fall and never miss, and are the engagement in the end', () => {
    for (const { post, clean } of all) {
      const likes = clean.map((reading) => reading?.counters.likes ?? NaN);
      expect(likes).toHaveLength(6);
      expect(likes).toEqual(likes.toSorted((a, b) => a - b));
      expect(likes.at(-1)).toBeCloseTo(Math.floor(0.8 * post.engagement), -1);
      expect((clean[5]?.at ?? NaN) - post.time).toBeGreaterThanOrEqual(7 * DAY_MS);
    }
  });

  test('one in 20 is missed', () => {
    const missed = all.reduce((sum, { readings }) => sum + readings.filter((one) => one === undefined).length, 0);
    const count = all.length * 6;
    expect(Math.abs(missed / count - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / count));
  });

  test('fall by a little when people take something back, and to a tenth or less at a reset: never in between', () => {
    let deletions = 0;
    let resets = 0;
    for (const { readings } of all) {
      if (readings.includes(undefined)) continue;
      for (let i = 1; i < readings.length; i++) {
        const [old, now] = [readings[i - 1]?.counters.views ?? 0, readings[i]?.counters.views ?? 0];
        if (now >= old) continue;
        expect(now <= old * 0.1 || now >= old * 0.9, `${old} to ${now}`).toBe(true);
        if (now <= old * 0.1) resets++;
        else deletions++;
      }
    }
    expect(resets / all.length).toBeGreaterThan(0.01);
    expect(deletions / all.length).toBeGreaterThan(0.01);
  });
});
