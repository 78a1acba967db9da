import type { Heatmap } from '../../../../api/schemas/answers.ts';

const HOURS = 24;

/** How many days of data the cells are of: each says of how many hours it is. The hours at both ends are parts and count as one. */
export function daysOf(cells: Heatmap['data']): number {
  const hours = cells.reduce((sum, { n }) => sum + n, 0);
  return hours === 0 ? 0 : Math.max(1, Math.round(hours / HOURS));
}
