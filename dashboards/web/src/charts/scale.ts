export interface Scale {
  readonly max: number;
  readonly ticks: readonly number[];
}

const NICE = [1, 2, 5, 10] as const;

/**
 * An axis from 0 to a round number at or above `highest`, with at most `maxSteps` equal steps of 1, 2 or 5 times a power of ten. Numbers of 1 and more are
 * taken as counts: no fractions. A share (below 1) has them.
 */
export function scaleFromZero(highest: number, maxSteps: number): Scale {
  if (!(highest > 0)) return { max: 1, ticks: [0, 1] };
  const rough = highest / maxSteps;
  const power = 10 ** Math.floor(Math.log10(rough));
  const nice = (NICE.find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10) * power;
  const step = highest >= 1 ? Math.max(1, nice) : nice;
  const steps = Math.ceil((highest / step) * (1 - 1e-9));
  const ticks = Array.from({ length: steps + 1 }, (_, index) => rounded(index * step));
  return { max: rounded(steps * step), ticks };
}

/** 3 × 0.1 is 0.30000000000000004, and would be written so. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}
