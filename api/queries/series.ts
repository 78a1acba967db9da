import { type Instant, isoOf, MINUTE_MS, SECOND_MS } from '../../schemas/instants.ts';
import { countRows, type CountFilters, type Sql } from '../counts.ts';
import { bucketEnd, type Interval, INTERVAL_MS, intervalFor, type Period, previousOf } from '../period.ts';
import { ApiProblem } from '../problems.ts';
import { type Asked, isoOrNull } from '../request.ts';
import { CLASSES } from '../schemas/parameters.ts';
import type { Groups, Series } from '../schemas/answers.ts';
import { withPrevious } from '../with-previous.ts';

export type Breakdown = 'class' | 'platform' | 'watch';

export interface AskedSeries {
  readonly watch?: readonly string[];
  readonly platform?: string;
  readonly compare?: 'previous';
  readonly interval?: Interval;
  readonly breakdown?: Breakdown;
}

const MAX_POINTS = 3_000;

interface Shape {
  readonly interval: Interval;
  readonly breakdown: Breakdown | undefined;
}

export async function querySeries({ scope, period, tz }: Asked, asked: AskedSeries): Promise<Series> {
  const shape = { interval: asked.interval ?? intervalFor(period), breakdown: asked.breakdown };
  const points = (period.to - period.from) / INTERVAL_MS[shape.interval];
  if (points > MAX_POINTS) {
    const detail = `${shape.interval} makes ${Math.ceil(points)} points, at most ${MAX_POINTS}: ask for ${intervalFor(period)}.`;
    throw new ApiProblem('too-many-points', detail, [{ pointer: '/interval', detail }]);
  }
  const filters = { tz, watches: asked.watch ?? [], platform: asked.platform };
  const before = asked.compare === undefined ? undefined : previousOf(period, tz);
  const sqlOf = (of: Period): Sql => bucketRows({ ...filters, period: of }, shape);
  const rows = await withPrevious<Row>(scope, 'mentions', { period, before }, sqlOf, 'grouped, at');
  const groups = (members: readonly Row[]): Groups => groupsOf(members, shape, { tz, watermark: scope.watermark });
  return {
    interval: shape.interval,
    complete_until: isoOrNull(scope.watermark),
    data: groups(rows.now),
    ...(before && { previous: { from: isoOf(before.from), to: isoOf(before.to), data: groups(rows.earlier) } }),
  };
}

interface Row {
  readonly at: number;
  readonly grouped: string;
  readonly n: number;
  readonly positive: number;
  readonly neutral: number;
  readonly negative: number;
  readonly reached: number;
  readonly whole: number;
}

/** Rows as Row. */
function bucketRows(filters: CountFilters, { interval, breakdown }: Shape): Sql {
  const minutes = INTERVAL_MS[interval] < INTERVAL_MS['1h'];
  const { sql, params } = countRows(filters, { minutes, platforms: breakdown === 'platform' });
  const grouped = breakdown === 'watch' || breakdown === 'platform' ? breakdown : "''";
  return {
    sql: `SELECT toUnixTimestamp(${bucketOf(interval)}) AS at, toString(${grouped}) AS grouped, sum(mentions) AS n,
        sum(c.positive) AS positive, sum(c.neutral) AS neutral, sum(c.negative) AS negative, sum(reach) AS reached,
        min(complete) AS whole
      FROM (${sql}) AS c GROUP BY at, grouped`,
    params: { ...params, tz: filters.tz, step: INTERVAL_MS[interval] / MINUTE_MS },
  };
}

interface Place {
  readonly tz: string;
  readonly watermark: Instant | null;
}

function groupsOf(rows: readonly Row[], { interval, breakdown }: Shape, { tz, watermark }: Place): Groups {
  if (breakdown === 'class') return CLASSES.map((name) => ({ group: name, points: pointsOf(rows.map(only(name))) }));
  const groups = Map.groupBy(rows, (row) => row.grouped);
  if (breakdown === undefined) return [{ group: null, points: pointsOf(rows) }];
  return [...groups].map(([group, members]) => ({ group, points: pointsOf(members) }));

  function pointsOf(members: readonly (Row & { readonly unknownReach?: boolean })[]): Groups[number]['points'] {
    return members.map((row) => {
      const start = row.at * SECOND_MS;
      const end = bucketEnd(start, interval, tz);
      const { n, positive, neutral, negative } = row;
      return {
        start: isoOf(start),
        end: isoOf(end),
        // Rows of a bucket may all be complete while more are to come: its end decides.
        complete: row.whole === 1 && watermark !== null && end <= watermark,
        mentions: n,
        positive,
        neutral,
        negative,
        reach: row.unknownReach === true ? null : row.reached,
      };
    });
  }
}

function only(name: (typeof CLASSES)[number]) {
  return (row: Row) => {
    const none = { positive: 0, neutral: 0, negative: 0 };
    return { ...row, ...none, [name]: row[name], n: row[name], unknownReach: true };
  };
}

/** Minutes begin everywhere at the same instants; hours and days are the zone's own. */
function bucketOf(interval: Interval): string {
  if (interval === '1d') return 'toStartOfDay(toTimeZone(start, {tz:String}))';
  if (interval === '1h') return 'toStartOfHour(toTimeZone(start, {tz:String}))';
  return "toStartOfInterval(start, toIntervalMinute({step:UInt32}), 'UTC')";
}
