import { DAY_MS } from './time-ticks.ts';
import { createZone, type Zone } from './zone.ts';

/** Numbers and times as the whole page writes them. Instants are milliseconds since 1970. */
export interface Formats {
  readonly zone: Zone;
  /** 18,204 exactly; from 100,000 on three digits, 4.12M. Put `exact` beside it where it can be asked for. */
  count(value: number): string;
  exact(value: number): string;
  /** A share: 0.413 is 41%, 0.034 is 3.4%. */
  percent(share: number): string;
  /** 14:05 */
  time(instant: number): string;
  /** Wed 25 Nov */
  day(instant: number): string;
  /** Wed 25 Nov, 14:05 */
  dateTime(instant: number): string;
  /** A bucket: 14:05–14:10 on the day that is understood, a date where it is as long as a day. */
  span(start: number, end: number): string;
  /** Of a time axis with this step: days at midnight, else the time. */
  tick(instant: number, stepMs: number): string;
  /** Of Monday, 1, to Sunday, 7. */
  weekday(day: number, width: 'short' | 'long'): string;
}

const COMPACT_FROM = 100_000;
/** Below it a whole percent would hide most of the number. */
const FINE_BELOW = 0.1;
/** 1 January 2024 was a Monday. */
const A_SUNDAY = Date.UTC(2023, 11, 31);

/** @throws RangeError when Intl does not know the locale or the zone. */
export function formatsOf({ locale, timeZone }: { locale: string; timeZone: string }): Formats {
  const zone = createZone(timeZone);
  const numbers = numberFormats(locale);
  const times = (options: Intl.DateTimeFormatOptions): ((instant: number) => string) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone, hourCycle: 'h23', ...options });
    return (instant) => format.format(instant);
  };
  const date = { weekday: 'short', day: 'numeric', month: 'short' } as const;
  const clock = { hour: '2-digit', minute: '2-digit' } as const;
  const time = times(clock);
  const day = times(date);
  const axisDay = times({ day: 'numeric', month: 'short' });
  const isMidnight = (instant: number): boolean => zone.wallOf(instant) % DAY_MS === 0;
  // A day of the zone may have 23 hours.
  const isDay = (start: number, end: number): boolean => isMidnight(start) && isMidnight(end);
  return {
    ...numbers,
    zone,
    time,
    day,
    dateTime: times({ ...date, ...clock }),
    span: (start, end) => (isDay(start, end) ? day(start) : `${time(start)}–${time(end)}`),
    tick: (instant, stepMs) => (stepMs >= DAY_MS || isMidnight(instant) ? axisDay(instant) : time(instant)),
    weekday: (of, width) =>
      new Intl.DateTimeFormat(locale, { timeZone: 'UTC', weekday: width }).format(A_SUNDAY + of * DAY_MS),
  };
}

function numberFormats(locale: string): Pick<Formats, 'count' | 'exact' | 'percent'> {
  const numbers = (options: Intl.NumberFormatOptions): ((value: number) => string) => {
    const format = new Intl.NumberFormat(locale, options);
    return (value) => format.format(value);
  };
  const exact = numbers({ maximumFractionDigits: 3 });
  const compact = numbers({ notation: 'compact', maximumSignificantDigits: 3 });
  const percent = numbers({ style: 'percent' });
  const finePercent = numbers({ style: 'percent', maximumFractionDigits: 1 });
  return {
    exact,
    count: (value) => (Math.abs(value) < COMPACT_FROM ? exact(value) : compact(value)),
    percent: (share) => (Math.abs(share) < FINE_BELOW ? finePercent(share) : percent(share)),
  };
}
