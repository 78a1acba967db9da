import { MINUTE_MS } from '../../../schemas/instants.ts';

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** Kiribati's; nothing has lain further from UTC since 1990. */
const LARGEST_OFFSET_MINUTES = 14 * 60;

/** Milliseconds east of UTC; NaN when no place on earth has such an offset. */
export function offsetMs(sign: number, hours: number, minutes: number): number {
  const total = hours * 60 + minutes;
  return minutes > 59 || total > LARGEST_OFFSET_MINUTES ? NaN : sign * total * MINUTE_MS;
}

/**
 * NaN when there is no such day or time. A leap second is the second before it, as in POSIX time. Years before 100 become 100:
 * Date.UTC would read 90 as 1990, and 0001-01-01 is how some programs write "none".
 */
export function epochMs(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number {
  const leapDay = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 1 : 0;
  const days = (DAYS_IN_MONTH[month - 1] ?? 0) + leapDay;
  if (day < 1 || day > days || hour > 23 || minute > 59 || second > 60) return NaN;
  return Date.UTC(Math.max(year, 100), month - 1, day, hour, minute, Math.min(second, 59));
}
