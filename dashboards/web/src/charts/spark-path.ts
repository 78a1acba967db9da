export interface SparkSize {
  readonly width: number;
  readonly height: number;
}

const MARGIN = 2;

/** An SVG path from 0 at the bottom to the highest value at the top. Null is a gap; a value between two gaps is a dot (with round caps). */
export function sparkPath(values: readonly (number | null)[], { width, height }: SparkSize): string {
  const highest = Math.max(0, ...values.filter((value) => value !== null));
  const x = (index: number): number => MARGIN + (index * (width - 2 * MARGIN)) / Math.max(1, values.length - 1);
  const y = (value: number): number => height - MARGIN - (highest > 0 ? value / highest : 0) * (height - 2 * MARGIN);
  const steps = values.map((value, index) => {
    if (value === null) return '';
    const place = `${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    const begins = (values[index - 1] ?? null) === null;
    const ends = (values[index + 1] ?? null) === null;
    return begins && ends ? `M${place}h0` : `${begins ? 'M' : 'L'}${place}`;
  });
  return steps.join('');
}
