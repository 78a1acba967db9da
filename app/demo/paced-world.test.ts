import { expect, test } from 'vitest';
import type { WorldOptions } from '../../connectors/world/options.ts';
import type { WorldItem, WorldPage, WorldSourceCursor } from '../../connectors/world/source.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../schemas/instants.ts';
import { pacedWorld } from './paced-world.ts';

const START = Date.UTC(2026, 9, 1);
const FROM = START + 6 * HOUR_MS;
const world: WorldOptions = { seed: 3, start: START, liveFrom: FROM, accounts: 0 };

/** A world read by a clock that is moved to each `nextAt`, for so long of wall time. */
async function readFor(speed: number, wall: number, forMs: number, before?: WorldSourceCursor) {
  let now = wall;
  const paced = pacedWorld({ world }, { speed, from: before?.at ?? FROM }, { now: () => now, sleep: never });
  const items: WorldItem[] = [];
  const waits: number[] = [];
  let page: WorldPage | undefined;
  let cursor = before;
  while (now < wall + forMs) {
    page = await paced.source.read(cursor, new AbortController().signal);
    cursor = page.cursor;
    items.push(...page.items);
    if (page.nextAt > now) waits.push(page.nextAt - now);
    now = Math.max(now, page.nextAt);
  }
  return { items, waits, cursor, now, worldNow: paced.now() };
}

function never(): Promise<void> {
  return Promise.reject(new Error('a source does not sleep'));
}

const newest = (items: readonly WorldItem[]): number => Math.max(...items.map(({ eventTime = 0 }) => eventTime));

test('a world at the speed of the clock is the source itself', async () => {
  const { items, now, worldNow } = await readFor(1, FROM, 5 * MINUTE_MS);
  expect(worldNow).toBe(now);
  expect(newest(items)).toBeGreaterThan(FROM + 4 * MINUTE_MS);
});

test('an hour of a fast world takes a minute, and its times stay its own', async () => {
  const wall = FROM + 30 * DAY_MS;
  const { items, worldNow, now } = await readFor(60, wall, MINUTE_MS);
  expect(worldNow).toBeCloseTo(FROM + 60 * (now - wall), -4);
  expect(newest(items)).toBeGreaterThan(FROM + 55 * MINUTE_MS);
  // Clocks of people are up to 90 s ahead.
  expect(newest(items)).toBeLessThan(worldNow + 100 * SECOND_MS);
});

test('it is looked at as often as one in real time', async () => {
  const { waits } = await readFor(600, FROM + 30 * DAY_MS, 10 * SECOND_MS);
  expect(Math.min(...waits)).toBe(200);
});

test('stopped and started, it goes on where it was, however long that took', async () => {
  const wall = FROM + 30 * DAY_MS;
  const first = await readFor(60, wall, MINUTE_MS);
  const second = await readFor(60, wall + HOUR_MS, MINUTE_MS, first.cursor);
  const whole = await readFor(60, wall, 2 * MINUTE_MS);
  const origins = [...first.items, ...second.items].map(({ origin }) => origin);
  expect(new Set(origins).size).toBe(origins.length);
  expect(whole.items.slice(0, origins.length).map(({ origin }) => origin)).toEqual(
    origins.slice(0, whole.items.length),
  );
});

test('when it has caught up with the clock it goes on with it', async () => {
  const wall = FROM + 10 * MINUTE_MS;
  const { items, worldNow, now } = await readFor(60, wall, 5 * MINUTE_MS);
  expect(worldNow).toBe(now);
  expect(newest(items)).toBeLessThan(now + 100 * SECOND_MS);
});
