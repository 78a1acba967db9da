const MINUTE_MS = 60_000;
const UNIT_MS: Readonly<Record<string, number>> = {
  m: MINUTE_MS,
  h: 60 * MINUTE_MS,
  d: 1_440 * MINUTE_MS,
  w: 10_080 * MINUTE_MS,
};

/** Milliseconds of a length like `24h`; NaN where it is none. */
export function lengthOf(range: string): number {
  const [, count, unit = ''] = /^(\d+)([mhdw])$/.exec(range) ?? [];
  return Number(count) * (UNIT_MS[unit] ?? Number.NaN);
}
