import { DAY_MS, EARLIEST, HOUR_MS, type Instant, isoOf, LATEST, MINUTE_MS } from '../schemas/instants.ts';
import { invalid } from './problems.ts';

/** [from, to) in whole minutes, the finest that windows know. */
export interface Period {
  readonly from: Instant;
  readonly to: Instant;
}

export const INTERVALS = ['1m', '5m', '15m', '1h', '1d'] as const;
export type Interval = (typeof INTERVALS)[number];

export const INTERVAL_MS: Readonly<Record<Interval, number>> = {
  '1m': MINUTE_MS,
  '5m': 5 * MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  '1h': HOUR_MS,
  '1d': DAY_MS,
};

const UNIT_MS: Readonly<Record<string, number>> = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS, w: 7 * DAY_MS };
const DEFAULT_RANGE = '24h';
export const MAX_AUTOMATIC_POINTS = 500;

export interface AskedPeriod {
  readonly from?: string;
  readonly to?: string;
  readonly range?: string;
}

/** `anchor` is where a range without an end ends. Both ends move outwards to whole minutes, and the answer says so. */
export function periodOf({ from, to, range }: AskedPeriod, anchor: Instant): Period {
  if (from !== undefined && range !== undefined) {
    throw invalid('range', 'from and range say the same twice: give one of them');
  }
  const end = to === undefined ? anchor : instantOf('to', to);
  const begin = from === undefined ? end - spanOf(range ?? DEFAULT_RANGE) : instantOf('from', from);
  if (begin >= end) throw invalid('from', `${isoOf(begin)} is not before the end, ${isoOf(end)}`);
  if (begin < EARLIEST) throw invalid(from === undefined ? 'range' : 'from', `begins before ${isoOf(EARLIEST)}`);
  if (end > LATEST) throw invalid('to', `ends after ${isoOf(LATEST)}`);
  return { from: Math.floor(begin / MINUTE_MS) * MINUTE_MS, to: Math.ceil(end / MINUTE_MS) * MINUTE_MS };
}

/**
 * The period to compare with: the same wall-clock times of the same weekdays, so many whole weeks back as the period is long, at least
 * one. An hour that the zone's clock left out or repeated makes no other week of it.
 */
export function previousOf({ from, to }: Period, tz: string): Period {
  const begin = zoned(from, tz);
  const end = zoned(to, tz);
  const byTheClock = begin.toPlainDateTime().until(end.toPlainDateTime()).total('hours') * HOUR_MS;
  const back = { weeks: Math.max(1, Math.ceil(Math.min(byTheClock, to - from) / (7 * DAY_MS))) };
  const earlier = begin.subtract(back).epochMilliseconds;
  const until = end.subtract(back).epochMilliseconds;
  // Within the hour that a clock repeats, the end may show an earlier time than the begin.
  return { from: earlier, to: until > earlier ? until : earlier + (to - from) };
}

/** The finest interval that keeps a chart below the automatic limit of points. */
export function intervalFor({ from, to }: Period): Interval {
  return INTERVALS.find((interval) => (to - from) / INTERVAL_MS[interval] < MAX_AUTOMATIC_POINTS) ?? '1d';
}

/** A day ends where the zone's next one begins: 23 to 25 hours later. */
export function bucketEnd(start: Instant, interval: Interval, tz: string): Instant {
  if (interval === '1d') return zoned(start, tz).add({ days: 1 }).startOfDay().epochMilliseconds;
  return start + INTERVAL_MS[interval];
}

/** The zone's hours begin with UTC's throughout the period: rows of an hour can stand for its minutes. */
export function hoursAreWhole({ from, to }: Period, tz: string): boolean {
  let at: Temporal.ZonedDateTime | null = zoned(from, tz);
  while (at !== null && at.epochMilliseconds < to) {
    if ((at.offsetNanoseconds / 1e6) % HOUR_MS !== 0) return false;
    at = at.getTimeZoneTransition('next');
  }
  return true;
}

function zoned(instant: Instant, tz: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(tz);
}

function spanOf(range: string): number {
  const [, count, unit] = /^(\d{1,4})([mhdw])$/.exec(range) ?? [];
  const span = Number(count) * (UNIT_MS[unit ?? ''] ?? 0);
  if (!(span > 0)) throw invalid('range', `${JSON.stringify(range)} is no span: write 90m, 24h, 7d or 4w`);
  return span;
}

function instantOf(parameter: string, text: string): Instant {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    throw invalid(parameter, `${JSON.stringify(text)} is no instant: write 2026-01-31T09:30:00Z`);
  }
}
