import { describe, expect, test } from 'vitest';
import type { KpisAnswer } from '../live/protocol.ts';
import { deltaOf, marginOf, stepsOf, voiceOf } from './kpi-model.ts';

const kpi = (value: number | null, previous: number | null) => ({
  value,
  previous,
  delta: value === null || previous === null ? null : value - previous,
  sparkline: [],
});

describe('a change', () => {
  test('of a count is a part of what was before', () => {
    expect(deltaOf(kpi(131, 100), { kind: 'part', riseMeans: 'nothing' })).toEqual({
      direction: 'up',
      kind: 'part',
      size: 0.31,
      tone: 'neutral',
    });
  });

  test.each([
    ['bad', 0.4, 0.2, 'bad'],
    ['bad', 0.2, 0.4, 'good'],
    ['good', 0.4, 0.2, 'good'],
    ['good', 0.2, 0.4, 'bad'],
  ] as const)('is coloured by its meaning: a rise is %s, %d after %d', (riseMeans, value, previous, tone) => {
    expect(deltaOf(kpi(value, previous), { kind: 'points', riseMeans })?.tone).toBe(tone);
  });

  test('within the noise has no colour', () => {
    expect(deltaOf(kpi(0.41, 0.4), { kind: 'points', riseMeans: 'bad', noise: 0.02 })?.tone).toBe('neutral');
  });

  test('is not there without anything earlier, and never a part of nothing', () => {
    expect(deltaOf(kpi(5, null), { kind: 'part', riseMeans: 'good' })).toBeUndefined();
    expect(deltaOf(kpi(5, 0), { kind: 'part', riseMeans: 'good' })).toBeUndefined();
  });
});

test('the margin is half of the interval', () => {
  expect(marginOf([0.1, 0.2])).toBeCloseTo(0.05);
  expect(marginOf(null)).toBeUndefined();
});

test('the steps of a sparkline have times', () => {
  const whole = { sparkline_from: '2026-01-31T00:00:00.000Z', sparkline_step_s: 3600 } as KpisAnswer;
  expect(stepsOf({ ...kpi(1, 1), sparkline: [4, null] }, whole)).toEqual([
    { start: '2026-01-31T00:00:00.000Z', value: 4 },
    { start: '2026-01-31T01:00:00.000Z', value: null },
  ]);
});

test('the voice is that of the one watch that is looked at, else the loudest', () => {
  const voices = ['loud', 'quiet'].map((watch) => ({ watch }));
  const whole = { kpis: { share_of_voice: voices } } as unknown as KpisAnswer;
  expect(voiceOf(whole, ['quiet'])?.watch).toBe('quiet');
  expect(voiceOf(whole, [])?.watch).toBe('loud');
  expect(voiceOf(whole, ['quiet', 'loud'])?.watch).toBe('loud');
  expect(voiceOf(whole, ['silent'])).toBeUndefined();
});
