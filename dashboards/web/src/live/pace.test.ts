import { expect, test } from 'vitest';
import { fakeAmbient } from '../testing/fake-ambient.ts';
import { createPace } from './pace.ts';

test('runs at once when it was quiet, then at most once in its gap, and never without being asked', () => {
  const ambient = fakeAmbient();
  const begin = ambient.now();
  const ranAt: number[] = [];
  const pace = createPace(100, () => void ranAt.push(ambient.now() - begin), ambient);
  for (let ms = 0; ms < 250; ms += 10) {
    pace.ask();
    ambient.pass(10);
  }
  ambient.pass(1_000);
  expect(ranAt).toEqual([0, 100, 200, 300]);
});
