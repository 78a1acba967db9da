import { HOUR_MS, type Instant, isoOf, MINUTE_MS, SECOND_MS } from '../../schemas/instants.ts';
import { bounds, type CountFilters, countRows, ofWatches, type Sql, within } from '../counts.ts';
import { type Period, previousOf } from '../period.ts';
import type { Asked } from '../request.ts';
import type { Kpi, Kpis } from '../schemas/answers.ts';
import { withPrevious } from '../with-previous.ts';
import { type Scope, scoped } from '../scope.ts';
import { engagementCard, type EngagementFilters } from './engagement.ts';
import { wilsonInterval } from '../wilson.ts';

export interface AskedKpis {
  readonly watch?: readonly string[];
  readonly platform?: string;
  readonly compare?: 'previous';
  readonly include?: readonly 'authors'[];
  readonly account?: readonly string[];
}

const STEPS = 24;

/** Steps of equal length that cover the period, at most 24; whole hours where hours are what is added up. */
interface Steps {
  readonly from: Instant;
  readonly lengthMs: number;
  readonly count: number;
}

export async function queryKpis({ scope, period, tz }: Asked, asked: AskedKpis): Promise<Kpis> {
  const filters = { tz, watches: asked.watch ?? [], platform: asked.platform, period };
  const steps = stepsOf(period);
  const before = asked.compare === undefined ? undefined : previousOf(period, tz);
  const withAuthors = asked.include?.includes('authors') === true;
  const compared = { period, before };
  const [{ now, earlier }, engagement, authors, authorsThen] = await Promise.all([
    withPrevious<CountRow>(scope, 'mentions', compared, (of) => countsOf({ ...filters, period: of }, steps)),
    engagementCard(scope, engagementOf(asked), compared, { ...stepParams(steps), count: steps.count }),
    withAuthors ? authorsOf(scope, filters, steps) : undefined,
    withAuthors && before !== undefined ? authorsOf(scope, { ...filters, period: before }, 'total') : undefined,
  ]);
  return {
    kpis: {
      ...cards(now, earlier, steps),
      ...(authors && { authors: authorsCard(authors, authorsThen, earlier, steps) }),
      engagement_rate: engagement,
    },
    sparkline_step_s: steps.lengthMs / SECOND_MS,
    sparkline_from: isoOf(steps.from),
    ...(before && { previous: { from: isoOf(before.from), to: isoOf(before.to) } }),
  };
}

function engagementOf({ platform, account = [] }: AskedKpis): EngagementFilters {
  return { platform, accounts: account };
}

function stepsOf({ from, to }: Period): Steps {
  const unit = to - from >= STEPS * HOUR_MS ? HOUR_MS : MINUTE_MS;
  const begin = Math.floor(from / unit) * unit;
  const lengthMs = Math.ceil((to - begin) / STEPS / unit) * unit;
  return { from: begin, lengthMs, count: Math.ceil((to - begin) / lengthMs) };
}

interface CountRow {
  readonly step: number;
  readonly watch: string;
  readonly n: number;
  readonly reached: number;
  readonly bad: number;
}

const STEP_OF = (column: string) => `intDiv(toInt64(toUnixTimestamp(${column})) - {begin:Int64}, {length:Int64})`;

function stepParams(steps: Steps): { begin: number; length: number } {
  return { begin: steps.from / SECOND_MS, length: steps.lengthMs / SECOND_MS };
}

/** Rows as CountRow. */
function countsOf(filters: CountFilters, steps: Steps): Sql {
  const minutes = steps.lengthMs % HOUR_MS !== 0;
  const { sql, params } = countRows(filters, { minutes, platforms: false });
  return {
    sql: `SELECT ${STEP_OF('start')} AS step, watch, sum(mentions) AS n, sum(reach) AS reached, sum(negative) AS bad
      FROM (${sql}) GROUP BY step, watch`,
    params: { ...params, ...stepParams(steps) },
  };
}

interface AuthorRow {
  /** Null: of the whole period, in which an author of several steps counts once. */
  readonly step: number | null;
  readonly n: number;
}

/** Different authors don't add up: they are counted from the mentions, which costs the most of all cards. */
function authorsOf(scope: Scope, filters: CountFilters, steps: Steps | 'total'): Promise<AuthorRow[]> {
  const { watches, platform, period } = filters;
  return scope.rows<AuthorRow>(
    `SELECT ${steps === 'total' ? 'NULL' : 'if(grouping(step_of) = 0, step_of, NULL)'} AS step, uniqExact(author) AS n
     FROM (SELECT author, ${steps === 'total' ? '0' : STEP_OF('time')} AS step_of
       FROM ${scoped('mention_facts')} AND late = 0 AND author != '' ${within('time')} ${ofWatches(watches)}
       ${platform === undefined ? '' : 'AND platform = {platform:String}'})
     ${steps === 'total' ? '' : 'GROUP BY GROUPING SETS ((step_of), ())'}`,
    {
      ...bounds(period),
      ...(steps !== 'total' && stepParams(steps)),
      ...(watches.length > 0 && { watches }),
      ...(platform !== undefined && { platform }),
    },
  );
}

function cards(now: readonly CountRow[], then: readonly CountRow[], steps: Steps) {
  const total = sumsOf(now);
  const before = then.length > 0 ? sumsOf(then) : undefined;
  const bySteps = sparkline(now, steps);
  return {
    mentions: kpi(
      total.n,
      before?.n,
      bySteps((sums) => sums.n),
    ),
    negative_share: {
      ...kpi(
        ratio(total.bad, total.n),
        before && ratio(before.bad, before.n),
        bySteps((sums) => ratio(sums.bad, sums.n)),
      ),
      n: total.n,
      interval: wilsonInterval(total.bad, total.n) ?? null,
    },
    reach: kpi(
      total.reached,
      before?.reached,
      bySteps((sums) => sums.reached),
    ),
    share_of_voice: voices(now, then, steps),
  };
}

function voices(now: readonly CountRow[], then: readonly CountRow[], steps: Steps): Kpis['kpis']['share_of_voice'] {
  const all = sumsOf(now).n;
  const allThen = sumsOf(then).n;
  const inStep = Map.groupBy(now, (row) => row.step);
  const watches = Map.groupBy(now, (row) => row.watch);
  const shares = [...watches].map(([watch, rows]) => {
    const own = sumsOf(rows).n;
    const ownThen = sumsOf(then.filter((row) => row.watch === watch)).n;
    const before = allThen === 0 ? undefined : ratio(ownThen, allThen);
    const line = Array.from({ length: steps.count }, (_, step) => {
      const here = inStep.get(step);
      return here === undefined ? null : ratio(sumsOf(here.filter((row) => row.watch === watch)).n, sumsOf(here).n);
    });
    return { watch, mentions: own, ...kpi(ratio(own, all), before, line) };
  });
  return shares.toSorted((a, b) => b.mentions - a.mentions || (a.watch < b.watch ? -1 : 1));
}

function authorsCard(
  now: readonly AuthorRow[],
  then: readonly AuthorRow[] | undefined,
  counts: readonly CountRow[],
  steps: Steps,
): Kpi {
  const total = (rows: readonly AuthorRow[]) => rows.find(({ step }) => step === null)?.n ?? 0;
  const line = Array.from({ length: steps.count }, (_, i) => now.find(({ step }) => step === i)?.n ?? null);
  return kpi(total(now), then !== undefined && counts.length > 0 ? total(then) : undefined, line);
}

function sumsOf(rows: readonly CountRow[]): { n: number; reached: number; bad: number } {
  const sums = { n: 0, reached: 0, bad: 0 };
  for (const { n, reached, bad } of rows) {
    sums.n += n;
    sums.reached += reached;
    sums.bad += bad;
  }
  return sums;
}

type Sums = ReturnType<typeof sumsOf>;

function sparkline(rows: readonly CountRow[], { count }: Steps) {
  const steps = Map.groupBy(rows, (row) => row.step);
  return (value: (sums: Sums) => number | null): (number | null)[] =>
    Array.from({ length: count }, (_, step) => {
      const here = steps.get(step);
      return here === undefined ? null : value(sumsOf(here));
    });
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function kpi(value: number | null, previous: number | null | undefined, line: (number | null)[]): Kpi {
  const before = previous ?? null;
  return { value, previous: before, delta: value === null || before === null ? null : value - before, sparkline: line };
}
