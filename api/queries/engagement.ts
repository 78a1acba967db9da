import { LEAST_CLUSTERS, logRatioError, type RatioSums } from '../../runtime/statistics/ratio-of-sums.ts';
import { studentHalfWidth } from '../../runtime/statistics/student.ts';
import { bounds, within } from '../counts.ts';
import type { Period } from '../period.ts';
import { whereReached } from '../where-reached.ts';
import type { Params } from '../reader.ts';
import type { Kpis } from '../schemas/answers.ts';
import { type Scope, scopedAccounts } from '../scope.ts';

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
  now: { readonly period: Period; readonly steps: EngagementSteps },
  before: Period | undefined,
): Promise<Card> {
  const totalIn = (period: Period): Promise<Total> => totalOf(scope, filters, period, now.steps);
  const [total, earlier] = await Promise.all([totalIn(now.period), whereReached(scope, before, 'accounts', totalIn)]);
  const value = rateOf(total);
  // So little tells nothing of a whole period.
  const previous = earlier === undefined || earlier.n < LEAST_CLUSTERS ? null : rateOf(earlier);
  const delta = value === null || previous === null ? null : value - previous;
  const line = Array.from({ length: now.steps.count }, (_, step) =>
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

/** Readings of one post resemble each other, so days of accounts are what varies independently. */
async function totalOf(
  scope: Scope,
  filters: EngagementFilters,
  period: Period,
  { begin, length }: EngagementSteps,
): Promise<Total> {
  const { sql, params } = hours(filters, period);
  const [row] = await scope.rows<Total>(
    `SELECT sum(gained) AS x, sum(reached) AS y, sum(published) AS posts, countIf(gained != 0 OR reached != 0) AS n,
       if(y > 0, arraySum(day -> pow(day.1 - x / y * day.2, 2), groupArray((gained, reached))), 0) AS residual,
       sumMap(gained_by_step) AS line_x, sumMap(reached_by_step) AS line_y
     FROM (SELECT sum(interactions) AS gained, sum(reach_of_hour) AS reached, sum(posts_of_hour) AS published,
         sumMap(map(step, interactions)) AS gained_by_step, sumMap(map(step, reach_of_hour)) AS reached_by_step
       FROM (SELECT *, intDiv(toInt64(toUnixTimestamp(start)) - {begin:Int64}, {length:Int64}) AS step FROM (${sql}))
       GROUP BY platform, account, toStartOfDay(start, 'UTC'))`,
    { ...params, begin, length },
  );
  return row ?? { x: 0, y: 0, n: 0, posts: 0, residual: 0, line_x: {}, line_y: {} };
}

function hours({ platform, accounts }: EngagementFilters, period: Period): { sql: string; params: Params } {
  return {
    sql: `SELECT platform, account, start, likes + comments + shares AS interactions, reach AS reach_of_hour,
        posts AS posts_of_hour
      FROM ${scopedAccounts('engagement_window_facts')} AND width = '1h' ${within('start')}
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
