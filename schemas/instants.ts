/**
 * An instant of event time or wall time: whole milliseconds since 1970-01-01T00:00:00Z.
 * Event time and wall time have different names everywhere (`eventTime`, `receivedTime`); UTC inside, zones at the edge.
 */
export type Instant = number;

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Events outside these years are someone's broken clock, not history. */
export const EARLIEST: Instant = Date.UTC(1990, 0, 1);
export const LATEST: Instant = Date.UTC(2100, 0, 1);

/** ISO 8601 in UTC with milliseconds, as rows and messages show it. */
export function isoOf(instant: Instant): string {
  return new Date(instant).toISOString();
}

/** The start of the window of `widthMs` that holds the instant; windows are aligned to 1970 and half open: [start, start + width). */
export function windowStart(instant: Instant, widthMs: number): Instant {
  return Math.floor(instant / widthMs) * widthMs;
}
