import { instantOf, type PointGroup, type SeriesDefinition, type TimePoint } from './points.ts';

/** Buckets as parallel arrays, ascending; `values` has one array per series. */
export interface Columns {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly values: readonly (readonly (number | null)[])[];
  /** Index of the first bucket that may still grow; the number of buckets when all are complete. */
  readonly firstOpen: number;
}

/** A bucket of several groups is complete when it is in each group that has it. A series without the bucket has null there. */
export function columnsOf<P extends TimePoint>(
  groups: readonly PointGroup<P>[],
  series: readonly SeriesDefinition<P>[],
): Columns {
  const names = new Set(series.map(({ group }) => group ?? null));
  const used = groups.filter(({ group }) => names.has(group));
  const buckets = bucketsOf(used);
  const rowOf = new Map(buckets.map(({ start }, row) => [start, row]));
  const values = series.map(({ group = null, valueOf }) => {
    const column = Array<number | null>(buckets.length).fill(null);
    const points = used.find((one) => one.group === group)?.points ?? [];
    for (const point of points) column[rowOf.get(bucketOf(point).start) ?? -1] = valueOf(point);
    return column;
  });
  const open = buckets.findIndex(({ complete }) => !complete);
  return {
    starts: buckets.map(({ start }) => start),
    ends: buckets.map(({ end }) => end),
    values,
    firstOpen: open < 0 ? buckets.length : open,
  };
}

interface Bucket {
  readonly start: number;
  readonly end: number;
  readonly complete: boolean;
}

function bucketsOf(groups: readonly PointGroup<TimePoint>[]): Bucket[] {
  const [only, ...others] = groups.map(({ points }) => points.map(bucketOf));
  if (only === undefined || others.length === 0) return only ?? [];
  const byStart = new Map(only.map((bucket) => [bucket.start, bucket]));
  for (const bucket of others.flat()) {
    const known = byStart.get(bucket.start);
    if (known === undefined || !bucket.complete) byStart.set(bucket.start, bucket);
  }
  return [...byStart.values()].toSorted((a, b) => a.start - b.start);
}

/** Live charts hand in the same points ten times a second; reading their times is most of the work. */
const knownBuckets = new WeakMap<TimePoint, Bucket>();

function bucketOf(point: TimePoint): Bucket {
  const known = knownBuckets.get(point);
  if (known !== undefined) return known;
  const bucket = { start: instantOf(point.start), end: instantOf(point.end), complete: point.complete };
  knownBuckets.set(point, bucket);
  return bucket;
}

/** The bucket that begins at this instant, or -1. */
export function rowAt({ starts }: Columns, start: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = starts[middle] ?? 0;
    if (found === start) return middle;
    if (found < start) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
