import { expect, test } from 'vitest';
import { inLots } from './in-lots.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('everything is done once and in order, and between two lots others run', async () => {
  const done: string[] = [];
  const later = inLots(2);
  for (const name of ['a', 'b', 'c', 'd', 'e']) later(() => done.push(name));
  expect(done).toEqual([]);
  await turn();
  expect(done).toEqual(['a', 'b']);
  later(() => done.push('f'));
  await turn();
  await turn();
  expect(done.join('')).toBe('abcdef');
});

test('what is given by what is being done comes in a later lot', async () => {
  const done: string[] = [];
  const later = inLots(2);
  later(() => later(() => done.push('second')));
  await turn();
  expect(done).toEqual([]);
  await turn();
  expect(done).toEqual(['second']);
});
