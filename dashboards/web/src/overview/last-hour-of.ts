import type { Zone } from '../charts/zone.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Of the week: 1 January 1970 was a Thursday. */
const THURSDAY = 4;

/** The newest hour of the zone's clock with this weekday (Monday is 1) and hour that has begun at `now`. */
export function lastHourOf(
  { weekday, hour }: { readonly weekday: number; readonly hour: number },
  zone: Zone,
  now: number,
): { readonly from: number; readonly to: number } {
  const wall = zone.wallOf(now);
  const today = Math.floor(wall / DAY_MS);
  const daysBack = (((today + THURSDAY - weekday) % 7) + 7) % 7;
  const candidate = (today - daysBack) * DAY_MS + hour * HOUR_MS;
  const begun = candidate <= wall ? candidate : candidate - 7 * DAY_MS;
  // Where the clock jumped over that hour, the one after it.
  const from = zone.instantOf(begun) ?? zone.instantOf(begun + HOUR_MS) ?? now - HOUR_MS;
  return { from, to: from + HOUR_MS };
}
