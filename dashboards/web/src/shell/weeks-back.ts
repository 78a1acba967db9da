import { spanOf } from '../url/span-of.ts';
import type { View } from '../url/view.ts';

const WEEK_MS = 7 * 86_400_000;

/** How many weeks before a period the one is that it is compared with: as few as keep the two apart. */
export function weeksBack(view: Pick<View, 'range' | 'from' | 'to'>, now: number): number {
  const { from, to } = spanOf(view, now);
  return Math.max(1, Math.ceil((to - from) / WEEK_MS));
}
