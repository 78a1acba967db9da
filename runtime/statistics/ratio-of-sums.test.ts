import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logRatioError, ratioSums } from './ratio-of-sums.ts';

test('a worked example: five clusters', () => {
  // r = 30 / 300; residuals 1, -1, 2, -2, 0: their squares sum to 10.
  const clusters = [
    { x: 6, y: 50 },
    { x: 4, y: 50 },
    { x: 12, y: 100 },
    { x: 3, y: 50 },
    { x: 5, y: 50 },
  ];
  const sums = ratioSums(clusters);
  expect(sums).toMatchObject({ x: 30, y: 300, n: 5 });
  expect(sums.residual).toBeCloseTo(1 + 1 + 4 + 4, 10);
  expect(logRatioError(sums)).toBeCloseTo(Math.sqrt((5 / 4) * 10) / 30, 10);
});

test('too few clusters, or nothing to divide, have no error', () => {
  const one = { x: 1, y: 10 };
  expect(logRatioError(ratioSums([one, one, one, one]))).toBeUndefined();
  expect(logRatioError(ratioSums([one, one, one, one, one]))).toBe(0);
  expect(logRatioError(ratioSums(Array.from({ length: 9 }, () => ({ x: 0, y: 5 }))))).toBeUndefined();
  expect(logRatioError(ratioSums(Array.from({ length: 9 }, () => ({ x: 5, y: 0 }))))).toBeUndefined();
});

test('the error is about the spread of the ratio when clusters are drawn again', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), (seed) => {
      let state = seed;
      const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
      const draw = () => ratioSums(Array.from({ length: 40 }, () => cluster(random)));
      const draws = Array.from({ length: 300 }, draw);
      const logs = draws.map(({ x, y }) => Math.log(x / y));
      const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
      const spread = Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (logs.length - 1));
      const errors = draws.map((sums) => logRatioError(sums) ?? NaN);
      const usual = errors.reduce((sum, error) => sum + error, 0) / errors.length;
      expect(usual / spread).toBeGreaterThan(0.8);
      expect(usual / spread).toBeLessThan(1.25);
    }),
    { numRuns: 10 },
  );
});

function cluster(random: () => number): { x: number; y: number } {
  const y = 100 + 900 * random();
  return { x: y * 0.06 * (0.5 + random()), y };
}
