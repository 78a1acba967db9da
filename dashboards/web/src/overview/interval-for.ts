import { spanOf } from '../url/span-of.ts';
import type { View } from '../url/view.ts';

const MINUTE_MS = 60_000;
const INTERVALS = [
  ['1m', MINUTE_MS],
  ['5m', 5 * MINUTE_MS],
  ['15m', 15 * MINUTE_MS],
  ['1h', 60 * MINUTE_MS],
] as const;

/** More points than this are noise on a chart as wide as a page. */
const POINTS = 200;

/** The length of a bucket for a period: the finest that leaves a line calm. `now` ends a period without an end. */
export function intervalFor(
  view: Partial<Pick<View, 'range' | 'from' | 'to'>>,
  now: number,
): '1m' | '5m' | '15m' | '1h' | '1d' {
  const { from, to } = spanOf(view, now);
  return INTERVALS.find(([, ms]) => (to - from) / ms <= POINTS)?.[0] ?? '1d';
}
