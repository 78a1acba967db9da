import { expect, test } from 'vitest';
import { byTrouble } from './by-trouble.ts';

const watch = (value: string, mentions: number, share: number) => ({
  value,
  mentions,
  share: 0.5,
  negative_share: share,
});

test('the watch that most people complain about comes first, whatever its share or its size', () => {
  const sorted = byTrouble([watch('large', 1_000, 0.1), watch('small', 10, 0.9), watch('troubled', 600, 0.4)]);
  expect(sorted.map(({ value, negative }) => [value, negative])).toEqual([
    ['troubled', 240],
    ['large', 100],
    ['small', 9],
  ]);
});

test('where nobody complains it is the one that most speak of', () => {
  expect(byTrouble([watch('quiet', 1, 0), watch('loud', 9, 0)])[0]?.value).toBe('loud');
});
