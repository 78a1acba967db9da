import { fromAbsolute, parseDateTime, toCalendarDateTime, toZoned } from '@internationalized/date';

/** `2026-01-31T09:30` on the clocks of a zone as an instant; undefined when it is none. In the hour that is twice, the first. */
export function instantInZone(text: string, timeZone: string): string | undefined {
  try {
    return toZoned(parseDateTime(text), timeZone, 'earlier').toDate().toISOString();
  } catch {
    return undefined;
  }
}

/** What the clocks of a zone show at an instant, to the minute, as an input of dates and times wants it. */
export function textInZone(instant: string, timeZone: string): string {
  return toCalendarDateTime(fromAbsolute(Date.parse(instant), timeZone))
    .toString()
    .slice(0, 16);
}
