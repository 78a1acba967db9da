/** The 97.5 % quantile of the normal distribution. */
const Z = 1.959963984540054;

/**
 * The 97.5 % quantile of Student's t: half the width of a 95 % interval in standard errors. Its expansion in 1 / degrees to the third
 * order, within .01 from 4 degrees on. Abramowitz and Stegun, 26.7.5.
 */
export function studentHalfWidth(degrees: number): number {
  const first = (Z ** 3 + Z) / 4;
  const second = (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / 96;
  const third = (3 * Z ** 7 + 19 * Z ** 5 + 17 * Z ** 3 - 15 * Z) / 384;
  return Z + first / degrees + second / degrees ** 2 + third / degrees ** 3;
}
