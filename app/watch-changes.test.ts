import { expect, test } from 'vitest';
import type { Watch } from '../schemas/watch.ts';
import { watchChanges } from './watch-changes.ts';

const watch = (name: string, ...any: string[]): Watch => ({ name, any, all: [], none: [] });

test('new, changed and gone watches are named, and that nothing read before is matched again', () => {
  const lines = watchChanges([watch('a', 'x'), watch('b', 'x')], [watch('b', 'y'), watch('c', 'x')], 'tweets');
  expect(lines).toEqual([
    'The watches differ from those that timeline tweets was read with (new: c; changed: b; gone: a).',
    'They hold from here on: what was read before is not matched again. Use --timeline NEW for whole figures.',
  ]);
});

test('nothing is said of the same watches in another order', () => {
  expect(watchChanges([watch('a', 'x'), watch('b', 'x')], [watch('b', 'x'), watch('a', 'x')], 't')).toEqual([]);
});
