/** The compound score, -1 to 1, as tables of sentiment print it: `−.40`, `.00`, `.93`, `1.00`. */
export function score(compound: number): string {
  const digits = Math.abs(compound).toFixed(2);
  const short = digits.startsWith('0') ? digits.slice(1) : digits;
  return compound < 0 && Number(digits) !== 0 ? `−${short}` : short;
}
