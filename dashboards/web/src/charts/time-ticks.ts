import type { Period } from './points.ts';
import type { Zone } from './zone.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
const MONDAY_MS = 4 * DAY_MS;

const STEPS_MS = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 4, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 14, 28, 56, 112, 364].map((days) => days * DAY_MS),
];

export interface TimeTicks {
  readonly ticks: readonly number[];
  readonly stepMs: number;
}

/**
 * Instants of [from, to] where the zone's clock shows a round time, at most `maxTicks` but for a day with 25 hours: the finest step that keeps to it. Steps of days begin
 * at midnight, of weeks on Monday.
 */
export function timeTicks({ from, to }: Period, maxTicks: number, zone: Zone): TimeTicks {
  const stepMs = STEPS_MS.find((step) => (to - from) / step <= maxTicks) ?? (to - from) / maxTicks;
  const shift = stepMs >= WEEK_MS ? MONDAY_MS : 0;
  const first = Math.ceil((zone.wallOf(from) - shift) / stepMs) * stepMs + shift;
  const last = zone.wallOf(to);
  const ticks: number[] = [];
  for (let wall = first; wall <= last; wall += stepMs) {
    const instant = zone.instantOf(wall);
    if (instant !== undefined && instant >= from && instant <= to) ticks.push(instant);
  }
  return { ticks, stepMs };
}
