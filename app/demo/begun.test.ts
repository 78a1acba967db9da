import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../tests/support/command-io.ts';
import { DAY_MS, HOUR_MS } from '../../schemas/instants.ts';
import { beginDemo, demoTimelines } from './begun.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const LATER = NOW + 3 * DAY_MS;

test('a world begins with eight days of history behind the clock, and goes on as it was begun', () => {
  const root = temporaryDirectory();
  const begun = beginDemo(root, { seed: 5 }, [], NOW);
  expect(begun).toMatchObject({
    timeline: 'demo',
    seed: 5,
    speed: 1,
    start: NOW - 8 * DAY_MS - 2 * HOUR_MS,
    liveFrom: NOW,
  });
  for (const wish of [{}, { seed: 5 }, { speed: 1 }]) expect(beginDemo(root, wish, ['demo'], LATER)).toEqual(begun);
});

test.each([
  [{ seed: 6 }, /begun with seed 5: leave --seed out, or say --fresh/],
  [{ speed: 60 }, /begun with speed 1: leave --speed out, or say --fresh/],
])('a wish for another world, %o, is refused', (wish, message) => {
  const root = temporaryDirectory();
  beginDemo(root, { seed: 5 }, [], NOW);
  expect(() => beginDemo(root, wish, ['demo'], LATER)).toThrow(message);
});

test('a fresh world gets a timeline of its own, and both are known as demo data', () => {
  const root = temporaryDirectory();
  expect(demoTimelines(root)).toEqual([]);
  beginDemo(root, {}, ['united'], NOW);
  const fresh = beginDemo(root, { fresh: true, seed: 2 }, ['demo', 'demo-2', 'united'], LATER);
  expect(fresh).toMatchObject({ timeline: 'demo-3', seed: 2, liveFrom: LATER });
  expect(demoTimelines(root)).toEqual(['demo', 'demo-3']);
  expect(beginDemo(root, {}, [], LATER)).toEqual(fresh);
});

test('a world faster than the clock begins so far in the past that it is never ahead of it for a month of its time', () => {
  const begun = beginDemo(temporaryDirectory(), { speed: 60 }, [], NOW);
  expect(begun).toMatchObject({ speed: 60, start: NOW - 38 * DAY_MS - 2 * HOUR_MS, liveFrom: NOW - 30 * DAY_MS });
});

const kept = { timeline: 'demo', seed: 5, speed: 60, start: 1, liveFrom: 2, earlier: ['demo-0'] };

test.each([
  ['', /JSON/],
  ['{}', /timeline is missing/],
  ['null', /timeline is missing/],
  ['[]', /timeline is missing/],
  [JSON.stringify({ ...kept, timeline: '../x' }), /timeline is "\.\.\/x"/],
  [JSON.stringify({ ...kept, seed: '5' }), /seed is "5"/],
  [JSON.stringify({ ...kept, speed: 0 }), /speed is 0/],
  [JSON.stringify({ ...kept, start: null }), /start is null/],
  [JSON.stringify({ ...kept, liveFrom: 1.5 }), /liveFrom is 1\.5/],
  [JSON.stringify({ ...kept, earlier: [7] }), /earlier is \[7\]/],
])('a file that holds %j is refused, with what to do, and a fresh world begins over it', (text, why) => {
  const root = temporaryDirectory();
  writeFileSync(join(root, 'demo.json'), text);
  for (const look of [() => beginDemo(root, {}, [], NOW), () => demoTimelines(root)]) {
    expect(look).toThrow(why);
    expect(look).toThrow(/demo\.json cannot be read \(.*\): delete it, or say demo --fresh, and/);
  }
  const fresh = beginDemo(root, { fresh: true }, ['demo'], NOW);
  expect(fresh).toMatchObject({ timeline: 'demo-2', earlier: [] });
  expect(beginDemo(root, {}, [], LATER)).toEqual(fresh);
});

test('a world of before there were speeds and fresh ones goes on, as fast as the clock and without earlier ones', () => {
  const root = temporaryDirectory();
  const { speed: _speed, earlier: _earlier, ...old } = kept;
  writeFileSync(join(root, 'demo.json'), JSON.stringify(old));
  expect(beginDemo(root, { speed: 1 }, ['demo'], NOW)).toEqual({ ...old, speed: 1, earlier: [] });
  expect(demoTimelines(root)).toEqual(['demo']);
});
