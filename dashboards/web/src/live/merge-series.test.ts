import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeSeries } from './merge-series.ts';
import type { SeriesAnswer, SeriesDelta } from './protocol.ts';

const MINUTE_MS = 60_000;
const at = (minute: number): string => new Date(minute * MINUTE_MS).toISOString();
const point = (minute: number, mentions: number) => ({
  start: at(minute),
  end: at(minute + 1),
  complete: false,
  mentions,
  positive: 0,
  neutral: mentions,
  negative: 0,
  reach: 0,
});
const meta = (from: number, to: number) => ({
  rows_read: 0,
  elapsed_ms: 0,
  watermark: null,
  timeline: 'demo',
  tz: 'UTC',
  from: at(from),
  to: at(to),
});
type Counts = Readonly<Record<number, number>>;
const pointsOf = (counts: Counts) => Object.entries(counts).map(([minute, n]) => point(Number(minute), n));
const answer = (counts: Counts, from = 0): SeriesAnswer => ({
  interval: '1m',
  complete_until: null,
  data: [{ group: null, points: pointsOf(counts) }],
  meta: meta(from, 100),
});
const delta = (counts: Counts, from = 0): SeriesDelta => ({
  complete_until: null,
  data: [{ group: null, points: pointsOf(counts) }],
  meta: meta(from, 100),
});

test('points replace those of the same start, and new ones stand in their place in time', () => {
  expect(mergeSeries(answer({ 1: 10, 3: 30 }), delta({ 2: 20, 3: 31 }))).toEqual(answer({ 1: 10, 2: 20, 3: 31 }));
});

test('what ends when the period begins has left it', () => {
  expect(mergeSeries(answer({ 1: 10, 2: 20 }), delta({ 5: 50 }, 2))).toEqual(answer({ 2: 20, 5: 50 }, 2));
});

test('a group that was silent joins, and one that did not change keeps its points', () => {
  const whole = answer({ 1: 10 });
  const merged = mergeSeries(whole, { ...delta({}), data: [{ group: 'plaza', points: pointsOf({ 1: 4 }) }] });
  expect(merged.data).toEqual([...whole.data, { group: 'plaza', points: pointsOf({ 1: 4 }) }]);
  expect(merged.data[0]?.points).toBe(whole.data[0]?.points);
});

test('deltas one after the other give what the last values are, in whatever pieces they came', () => {
  const counts = fc.dictionary(fc.nat({ max: 99 }).map(String), fc.nat());
  fc.assert(
    fc.property(counts, fc.array(counts, { maxLength: 8 }), (first, changes) => {
      const merged = changes.reduce<SeriesAnswer>((whole, change) => mergeSeries(whole, delta(change)), answer(first));
      expect(merged).toEqual(answer(Object.assign({}, first, ...changes)));
    }),
  );
});
