import { logRatioError, ratioSums } from '../../../runtime/statistics/ratio-of-sums.ts';
import { DAY_MS, HOUR_MS, windowStart, type Instant } from '../../../schemas/instants.ts';
import type { EngagementRate, EngagementWeek } from '../../../schemas/results/engagement-rate.ts';

export const WEEK_MS = 7 * DAY_MS;

/** What an account gained in one hour; the ring holds those of the last two weeks, sparse, by time. */
export interface HourGain {
  readonly start: Instant;
  readonly posts: number;
  readonly interactions: number;
  readonly reach: number;
}

/** Puts an hour in its place, or in the place of what it was before. */
export function setHour(hours: HourGain[], hour: HourGain): void {
  const last = hours.findLastIndex(({ start }) => start <= hour.start);
  if (hours[last]?.start === hour.start) hours[last] = hour;
  else hours.splice(last + 1, 0, hour);
}

/** When an hour enters the week, leaves it for the week before, and leaves that. */
const TURNS_MS = [HOUR_MS, HOUR_MS + WEEK_MS, HOUR_MS + 2 * WEEK_MS] as const;

/** Ends in [from, to] at which a rate over whole hours changes, in order. */
export function turningPoints(hours: readonly HourGain[], from: Instant, to: Instant): Instant[] {
  const points = new Set<Instant>();
  for (const { start } of hours) {
    for (const after of TURNS_MS) if (start + after >= from && start + after <= to) points.add(start + after);
  }
  return [...points].toSorted((a, b) => a - b);
}

/** The first such end after this one; undefined when nothing will change any more. */
export function nextTurningPoint(hours: readonly HourGain[], last: Instant): Instant | undefined {
  let next = Infinity;
  for (const { start } of hours) {
    for (const after of TURNS_MS) if (start + after > last && start + after < next) next = start + after;
  }
  return next === Infinity ? undefined : next;
}

/** The rates of the week that ends at `end` and of the one before, and how they compare. */
export function ratesAt(
  hours: readonly HourGain[],
  end: Instant,
): Pick<EngagementRate, 'week' | 'before' | 'comparison'> {
  const week = weekOf(hours, end);
  const before = weekOf(hours, end - WEEK_MS);
  return { week: week.sums, before: before.sums, comparison: compared(week, before) };
}

interface Week {
  readonly sums: EngagementWeek;
  readonly error: number | undefined;
}

/** Readings of one post resemble each other, so days are what varies independently, not hours. */
function weekOf(hours: readonly HourGain[], end: Instant): Week {
  const days = new Map<Instant, { x: number; y: number }>();
  let posts = 0;
  for (const { start, interactions, reach, posts: published } of hours) {
    if (start < end - WEEK_MS || start >= end) continue;
    posts += published;
    const day = windowStart(start, DAY_MS);
    const { x, y } = days.get(day) ?? { x: 0, y: 0 };
    days.set(day, { x: x + interactions, y: y + reach });
  }
  const sums = ratioSums([...days.values()].filter(({ x, y }) => x !== 0 || y !== 0));
  return { sums: { posts, interactions: sums.x, reach: sums.y, days: sums.n }, error: logRatioError(sums) };
}

function compared(week: Week, before: Week): EngagementRate['comparison'] {
  if (week.error === undefined || before.error === undefined) return undefined;
  const rate = week.sums.interactions / week.sums.reach;
  const rateBefore = before.sums.interactions / before.sums.reach;
  return { logRatio: Math.log(rate / rateBefore), standardError: Math.hypot(week.error, before.error) };
}
