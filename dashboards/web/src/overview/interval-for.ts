import { lengthOf } from '../url/length-of.ts';

const MINUTE_MS = 60_000;
const INTERVALS = [
  ['1m', MINUTE_MS],
  ['5m', 5 * MINUTE_MS],
  ['15m', 15 * MINUTE_MS],
  ['1h', 60 * MINUTE_MS],
] as const;

/** More points than this are noise on a chart as wide as a page. */
const POINTS = 200;

export interface AskedSpan {
  readonly range?: string | readonly string[] | undefined;
  readonly from?: string | readonly string[] | undefined;
  readonly to?: string | readonly string[] | undefined;
}

/** The length of a bucket for a period: the finest that leaves a line calm. `now` ends a period without an end. */
export function intervalFor({ range, from, to }: AskedSpan, now: number): '1m' | '5m' | '15m' | '1h' | '1d' {
  const end = typeof to === 'string' ? Date.parse(to) : now;
  const spanMs = typeof from === 'string' ? end - Date.parse(from) : lengthOf(String(range));
  return INTERVALS.find(([, ms]) => spanMs / ms <= POINTS)?.[0] ?? '1d';
}
