/** Milliseconds since 1970, or ISO 8601 as the API writes it. */
export type TimeLike = number | string;

/** A bucket of a series, [start, end). Incomplete: it may still grow. */
export interface TimePoint {
  readonly start: TimeLike;
  readonly end: TimeLike;
  readonly complete: boolean;
}

/** Points in ascending order. Buckets without data are absent. */
export interface PointGroup<P extends TimePoint> {
  readonly group: string | null;
  readonly points: readonly P[];
}

export interface SeriesDefinition<P extends TimePoint> {
  readonly name: string;
  /** What a number of it counts: "312 mentions". Without one it is "brand 312", after the name. */
  readonly noun?: string;
  /** A custom property: `--positive`. */
  readonly color: string;
  /** Which of the groups; null without one. */
  readonly group?: string | null;
  /** Null is a gap. */
  valueOf(point: P): number | null;
  readonly area?: boolean;
}

/** Milliseconds since 1970, [from, to). */
export interface Period {
  readonly from: number;
  readonly to: number;
}

export interface PeriodLike {
  readonly from: TimeLike;
  readonly to: TimeLike;
}

export function instantOf(time: TimeLike): number {
  return typeof time === 'number' ? time : Date.parse(time);
}

export function periodOf({ from, to }: PeriodLike): Period {
  return { from: instantOf(from), to: instantOf(to) };
}
