/** So near to a half the scaled value's own rounding error could decide; 2^-52 times 10,000 is far below. */
const CLOSE_CALL = 1e-9;

/**
 * Python's `round(value, digits)` for |value| <= 1: the nearest decimal to the double's exact value, a tie to the even
 * digit. `toFixed` is as exact but takes ties upwards; ties are the multiples of 1/32 (0.0625 is 0.062 here).
 */
export function roundHalfEven(value: number, digits: 3 | 4): number {
  const scale = digits === 3 ? 1_000 : 10_000;
  const scaled = value * scale;
  const below = Math.floor(scaled);
  const rest = scaled - below;
  if (Math.abs(rest - 0.5) > CLOSE_CALL) return (rest < 0.5 ? below : below + 1) / scale;
  if (!Number.isInteger(value * 32)) return Number(value.toFixed(digits));
  return (below % 2 === 0 ? below : below + 1) / scale;
}
