import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomOf, weighted } from './random.ts';

const SIZE = 20_000;

/** Mean and variance of draws. */
function moments(draw: (i: number) => number): { mean: number; variance: number } {
  const values = Array.from({ length: SIZE }, (_, i) => draw(i));
  const mean = values.reduce((sum, value) => sum + value, 0) / SIZE;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / SIZE };
}

describe('randomness', () => {
  test('depends on the seed and every key, and on nothing else', () => {
    const key = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    fc.assert(
      fc.property(key, fc.array(key, { minLength: 1, maxLength: 5 }), fc.nat(4), (seed, keys, place) => {
        const first = (of: readonly number[], by = seed): string => {
          const random = randomOf(by, ...of);
          return [random.next(), random.next(), random.next()].join();
        };
        const changed = keys.with(place % keys.length, (keys[place % keys.length] ?? 0) ^ 1);
        expect(first(keys)).toBe(first([...keys]));
        expect(first(changed)).not.toBe(first(keys));
        expect(first([...keys, 0])).not.toBe(first(keys));
        expect(first(keys, seed ^ 1)).not.toBe(first(keys));
      }),
    );
  });

  test('is uniform within a stream and across streams of neighbouring keys', () => {
    const within = randomOf(1, 2);
    const streams = [
      () => within.next(),
      (i: number) => randomOf(1, i).next(),
      (i: number) => randomOf(i, 1).next(),
      (i: number) => randomOf(1, i, 7, 7).next(),
    ];
    for (const draw of streams) {
      const { mean, variance } = moments(draw);
      expect(Math.abs(mean - 1 / 2)).toBeLessThan(4 * Math.sqrt(1 / 12 / SIZE));
      expect(variance).toBeCloseTo(1 / 12, 2);
    }
  });

  test.each([0.01, 0.5, 3, 15.9, 16, 16.1, 200])('counts of mean %d have that mean and variance', (mean) => {
    const random = randomOf(3, Math.round(mean * 100));
    const found = moments(() => random.poisson(mean));
    expect(Math.abs(found.mean - mean)).toBeLessThan(4 * Math.sqrt(mean / SIZE));
    // The variance of a Poisson variance estimate is about (mean + 2 mean²) / n.
    expect(Math.abs(found.variance - mean)).toBeLessThan(4 * Math.sqrt((mean + 2 * mean * mean) / SIZE));
  });

  test('a normal draw has mean 0 and variance 1', () => {
    const random = randomOf(4);
    const { mean, variance } = moments(() => random.normal());
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(SIZE));
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / SIZE));
  });

  test('picks by weight, and never what weighs nothing', () => {
    const pick = weighted([0, 1, 2], (value) => value);
    const random = randomOf(5);
    const { mean } = moments(() => pick(random));
    // 1 in a third, 2 in two thirds of the draws: mean 5/3, variance 2/9.
    expect(Math.abs(mean - 5 / 3)).toBeLessThan(4 * Math.sqrt(2 / 9 / SIZE));
  });
});
