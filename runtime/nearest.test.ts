import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

const KEYS = ['format', 'platform', 'fields', 'time', 'zone', 'epoch-ms'];

test.each([
  ['platfrom', 'platform'],
  ['Platform', 'platform'],
  ['feilds', 'fields'],
  ['tim', 'time'],
  ['formt', 'format'],
  ['epoch', 'epoch-ms'],
])('%s was meant to be %s', (word, meant) => {
  expect(nearest(word, KEYS)).toBe(meant);
});

test('nothing is suggested that is far from the word', () => {
  for (const word of ['colour', 'x', '', 'xy', 'a'.repeat(10_000)]) expect(nearest(word, KEYS)).toBeUndefined();
});
