import { LEAST_CLUSTERS, logRatioError, type RatioSums } from '../../runtime/statistics/ratio-of-sums.ts';
import { studentHalfWidth } from '../../runtime/statistics/student.ts';
import { bounds, type Sql, within } from '../counts.ts';
import type { Period } from '../period.ts';
import { type Compared, withPrevious } from '../with-previous.ts';
import type { Kpis } from '../schemas/answers.ts';
import { type Scope, scoped } from '../scope.ts';

export interface EngagementFilters {
  readonly platform: string | undefined;
  /** Empty: all. */
  readonly accounts: readonly string[];
}

/** Where the steps of a sparkline lie, in seconds. */
export interface EngagementSteps {
  readonly begin: number;
  readonly length: number;
  readonly count: number;
}

type Card = Kpis['kpis']['engagement_rate'];

/**
 * Interactions / reach of the period, both as sums of what was gained in its hours: an hour belongs to the period in which it begins,
 * so periods side by side share none. Hours, since snapshots are too rare for minutes.
 */
export async function engagementCard(
  scope: Scope,
  filters: EngagementFilters,
  compared: Compared,
  steps: EngagementSteps,
): Promise<Card> {
  const sqlOf = (period: Period): Sql => totalRow(filters, period, steps);
  const { now, earlier } = await withPrevious<Total>(scope, 'accounts', compared, sqlOf);
  const [total = NOTHING] = now;
  const [before] = earlier;
  const value = rateOf(total);
  // So little tells nothing of a whole period.
  const previous = before === undefined || before.n < LEAST_CLUSTERS ? null : rateOf(before);
  const delta = value === null || previous === null ? null : value - previous;
  const line = Array.from({ length: steps.count }, (_, step) =>
    rateOf({ x: total.line_x[step] ?? 0, y: total.line_y[step] ?? 0 }),
  );
  return { value, previous, delta, sparkline: line, n: total.posts, interval: intervalOf(total) };
}

interface Total extends RatioSums {
  readonly posts: number;
  /** x and y by step; of steps without rows nothing. */
  readonly line_x: Readonly<Record<number, number>>;
  readonly line_y: Readonly<Record<number, number>>;
}

const NOTHING: Total = { x: 0, y: 0, n: 0, posts: 0, residual: 0, line_x: {}, line_y: {} };

/** A row as Total. Readings of one post resemble each other, so days of accounts are what varies independently. */
function totalRow(filters: EngagementFilters, period: Period, { begin, length }: EngagementSteps): Sql {
  const { sql, params } = hours(filters, period);
  return {
    sql: `SELECT sum(gained) AS x, sum(reached) AS y, sum(published) AS posts, countIf(gained != 0 OR reached != 0) AS n,
        if(y > 0, arraySum(day -> pow(day.1 - x / y * day.2, 2), groupArray((gained, reached))), 0) AS residual,
        sumMap(gained_by_step) AS line_x, sumMap(reached_by_step) AS line_y
      FROM (SELECT sum(interactions) AS gained, sum(reach_of_hour) AS reached, sum(posts_of_hour) AS published,
          sumMap(map(step, interactions)) AS gained_by_step, sumMap(map(step, reach_of_hour)) AS reached_by_step
        FROM (SELECT *, intDiv(toInt64(toUnixTimestamp(start)) - {begin:Int64}, {length:Int64}) AS step FROM (${sql}))
        GROUP BY platform, account, toStartOfDay(start, 'UTC'))`,
    params: { ...params, begin, length },
  };
}

function hours({ platform, accounts }: EngagementFilters, period: Period): Sql {
  return {
    sql: `SELECT platform, account, start, likes + comments + shares AS interactions, reach AS reach_of_hour,
        posts AS posts_of_hour
      FROM ${scoped('engagement_window_facts')} AND width = '1h' ${within('start')}
      ${platform === undefined ? '' : 'AND platform = {platform:String}'}
      ${accounts.length === 0 ? '' : 'AND account IN {accounts:Array(String)}'}`,
    params: {
      ...bounds(period),
      ...(platform !== undefined && { platform }),
      ...(accounts.length > 0 && { accounts }),
    },
  };
}

function rateOf({ x, y }: Pick<RatioSums, 'x' | 'y'>): number | null {
  return y > 0 ? x / y : null;
}

/** 95 %, by the log of the rate: so it is never below 0, and may be longer upwards. */
function intervalOf(total: Total): Card['interval'] {
  const error = logRatioError(total);
  if (error === undefined) return null;
  const factor = Math.exp(studentHalfWidth(total.n - 1) * error);
  const rate = total.x / total.y;
  return [rate / factor, rate * factor];
}
