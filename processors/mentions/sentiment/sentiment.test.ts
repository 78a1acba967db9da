import { expect, test } from 'vitest';
import { classOf, scoreMention } from './sentiment.ts';

test('a compound from 0.05 on is positive, down from -0.05 negative, and neutral between', () => {
  expect([1, 0.05, 0.0499, 0, -0.0499, -0.05, -1].map(classOf)).toEqual([
    'positive',
    'positive',
    'neutral',
    'neutral',
    'neutral',
    'negative',
    'negative',
  ]);
});

test('by default the letters of a handle do not count; in parity mode they do, as in the reference', () => {
  expect(scoreMention('@united', 'parity')).toEqual({
    positive: 1,
    neutral: 0,
    negative: 0,
    compound: 0.4215,
    class: 'positive',
  });
  expect(scoreMention('@united', 'default')).toEqual({
    positive: 0,
    neutral: 1,
    negative: 0,
    compound: 0,
    class: 'neutral',
  });
});

test('by default the words of a URL do not count', () => {
  expect(scoreMention('http://happy.example/love!', 'default').class).toBe('neutral');
});
