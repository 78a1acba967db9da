import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LiveData } from '../schemas/live.ts';
import { applySeriesDelta, kpisDifference, seriesDifference } from './difference.ts';

type Series = LiveData['series']['snapshot'];
type Kpis = LiveData['kpis']['snapshot'];

const MINUTE = 60_000;
const iso = (minute: number) => new Date(minute * MINUTE).toISOString();
const meta = (from: number, more: object = {}) => ({
  rows_read: 1,
  elapsed_ms: 1,
  watermark: null,
  timeline: 'live',
  tz: 'UTC',
  from: iso(from),
  to: iso(from + 60),
  ...more,
});

const point = fc.record({ start: fc.nat(70), mentions: fc.nat(2), complete: fc.boolean() });
const points = fc.uniqueArray(point, { selector: ({ start }) => start, maxLength: 8 });

/** Any answer for the hour from `from` on, as the query makes it: only points in it, in order, no group without one. */
const answer = fc
  .record({ from: fc.nat(5), groups: fc.dictionary(fc.constantFrom('a', 'b', 'c'), points), until: fc.nat(60) })
  .map(({ from, groups, until }): Series => {
    const data = Object.entries(groups)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([group, all]) => ({
        group,
        points: all
          .filter(({ start }) => start + 5 > from && start < from + 60)
          .toSorted((a, b) => a.start - b.start)
          .map(({ start, ...values }) => ({
            start: iso(start),
            end: iso(start + 5),
            positive: 0,
            neutral: 0,
            negative: 0,
            reach: null,
            ...values,
          })),
      }))
      .filter((group) => group.points.length > 0);
    return { interval: '5m', complete_until: iso(until), data, meta: meta(from) };
  });

test('a delta makes the new series out of the old one, or all of it is sent', () => {
  const seen = { same: 0, whole: 0, delta: 0 };
  fc.assert(
    fc.property(answer, answer, fc.boolean(), (before, other, keeps) => {
      const after = keeps ? { ...before, meta: meta(Date.parse(before.meta.from) / MINUTE + 1) } : other;
      const made = seriesDifference(before, after);
      seen[typeof made === 'string' ? made : 'delta'] += 1;
      if (made === 'same') expect({ ...after, meta: before.meta }).toEqual(before);
      else if (made !== 'whole') expect(applySeriesDelta(before, made)).toEqual(after);
    }),
    { numRuns: 500 },
  );
  expect(seen.whole).toBeGreaterThan(0);
  expect(seen.delta).toBeGreaterThan(0);
});

test('one point that changed is one point sent', () => {
  const at = (start: number, mentions: number) => ({
    start: iso(start),
    end: iso(start + 5),
    complete: false,
    positive: 0,
    neutral: 0,
    negative: 0,
    reach: 1,
    mentions,
  });
  const series = (...all: ReturnType<typeof at>[]): Series => ({
    interval: '5m',
    complete_until: null,
    meta: meta(0),
    data: [{ group: null, points: all }],
  });
  const before = series(at(0, 1), at(5, 2));
  expect(seriesDifference(before, series(at(0, 1), at(5, 3)))).toMatchObject({
    data: [{ group: null, points: [at(5, 3)] }],
  });
  expect(seriesDifference(before, { ...before, meta: meta(0, { elapsed_ms: 9 }) })).toBe('same');
  expect(seriesDifference(before, series(at(5, 2)))).toBe('whole');
});

function kpisOf(mentions: number, more: Partial<Kpis> = {}): Kpis {
  const card = { value: 1, previous: null, delta: null, sparkline: [] };
  const kpis = {
    mentions: { ...card, value: mentions },
    negative_share: { ...card, n: 1, interval: null },
    reach: card,
    authors: card,
    engagement_rate: { ...card, n: 0, interval: null },
    share_of_voice: [],
  };
  return { kpis, sparkline_step_s: 60, sparkline_from: iso(0), meta: meta(0), ...more };
}

test('only cards that changed are sent, and all of them when what frames them moved', () => {
  expect(kpisDifference(kpisOf(1), kpisOf(1))).toBe('same');
  expect(kpisDifference(kpisOf(1), kpisOf(2))).toEqual({ kpis: { mentions: kpisOf(2).kpis.mentions }, meta: meta(0) });
  expect(kpisDifference(kpisOf(1), kpisOf(1, { meta: meta(0, { watermark: iso(1) }) }))).toMatchObject({ kpis: {} });
  expect(kpisDifference(kpisOf(1), kpisOf(1, { sparkline_from: iso(1) }))).toBe('whole');
});
