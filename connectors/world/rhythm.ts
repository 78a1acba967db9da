import { HOUR_MS, type Instant } from '../../schemas/instants.ts';

export interface Zone {
  /** IANA. */
  readonly name: string;
  readonly weight: number;
}

/** Where the people are: two rules of daylight saving time (European and American), none, and one half-hour offset. */
export const ZONES: readonly Zone[] = [
  { name: 'Europe/Berlin', weight: 35 },
  { name: 'Europe/London', weight: 20 },
  { name: 'America/New_York', weight: 25 },
  { name: 'Asia/Kolkata', weight: 15 },
  { name: 'America/Sao_Paulo', weight: 5 },
];

/** Activity by local hour: asleep at 4, a first peak at 9, the highest at 20. Mean 1. */
const BY_HOUR = normalised([
  45, 28, 18, 12, 11, 17, 38, 72, 104, 118, 116, 112, 120, 122, 114, 108, 108, 116, 128, 142, 150, 140, 112, 76,
]);

/** Monday to Sunday. Mean 1. */
const BY_WEEKDAY = normalised([104, 106, 106, 105, 100, 88, 91]);

function normalised(values: readonly number[]): readonly number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value / mean);
}

/** Activity of a zone in the UTC hour that begins at `hour`, relative to its mean over a week. */
export function zoneActivity(hour: Instant, zone: string): number {
  const middle = Temporal.Instant.fromEpochMilliseconds(hour + HOUR_MS / 2).toZonedDateTimeISO(zone);
  const local = middle.hour + middle.minute / 60;
  const before = Math.floor(local);
  const share = local - before;
  const level = (BY_HOUR[before] ?? 1) * (1 - share) + (BY_HOUR[(before + 1) % 24] ?? 1) * share;
  return level * (BY_WEEKDAY[middle.dayOfWeek - 1] ?? 1);
}

/** Activity of everybody. The hours of the last days are remembered, so that each costs its Temporal arithmetic once. */
export function worldActivity(zones: readonly Zone[] = ZONES): (hour: Instant) => number {
  const total = zones.reduce((sum, { weight }) => sum + weight, 0);
  const known = new Map<Instant, number>();
  return (hour) => {
    let activity = known.get(hour);
    if (activity !== undefined) return activity;
    activity = zones.reduce((sum, { name, weight }) => sum + (weight / total) * zoneActivity(hour, name), 0);
    if (known.size >= 256) known.clear();
    known.set(hour, activity);
    return activity;
  };
}
