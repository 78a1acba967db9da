import { expect, test } from 'vitest';
import { searched } from './searched.ts';

test.each([
  [' late train ', { q: 'late train' }],
  ['mail@example', { q: 'mail@example' }],
  ['@ana.lima', { author: 'ana.lima', q: undefined }],
  ['@', { q: undefined }],
  ['  ', { q: undefined }],
])('%j is searched for as %j', (typed, change) => {
  expect(searched(typed)).toEqual(change);
});
