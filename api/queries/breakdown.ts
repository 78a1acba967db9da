import { HOUR_MS, type Instant, SECOND_MS } from '../../schemas/instants.ts';
import { countRows, type Sql } from '../counts.ts';
import { type AskedMentions, mentionRows, newestMentions } from '../mention-filters.ts';
import type { Period } from '../period.ts';
import type { Asked } from '../request.ts';
import type { Breakdown } from '../schemas/answers.ts';
import type { FACETS } from '../schemas/parameters.ts';
import { EMOJI, HASHTAGS } from '../text-signs.ts';

export interface AskedBreakdown extends AskedMentions {
  readonly by: (typeof FACETS)[number];
  readonly limit?: number;
}

/** Reading texts and authors of a busy week would take seconds, and its top list would hardly be another one. */
const NEWEST = 20_000;
const DEFAULT_LIMIT = 20;

/** The rows of the answer, `value, mentions, share, negative_share`, and how many of the newest mentions they are from. */
export interface BreakdownRows extends Sql {
  readonly sampled: Breakdown['sampled'];
}

export async function queryBreakdown(asked: Asked, facet: AskedBreakdown): Promise<Breakdown> {
  const { sql, params, sampled } = await countedBy(asked, facet);
  const rows = await asked.scope.rows<Omit<Row, 'value'> & { value: string | null }>(
    `SELECT * FROM (${sql}) ORDER BY isNull(value) DESC, mentions DESC, value LIMIT {limit:UInt32} + 1`,
    params,
  );
  const [total, ...data] = rows;
  return { data: data as Row[], of: total?.mentions ?? 0, sampled };
}

type Row = Breakdown['data'][number];

/** The same as a table of its own, to be streamed. */
export async function breakdownTable(asked: Asked, facet: AskedBreakdown): Promise<Sql> {
  const { sql, params } = await countedBy(asked, facet);
  const text = `SELECT assumeNotNull(b.value) AS value, mentions, share, negative_share FROM (${sql}) AS b
    WHERE isNotNull(b.value) ORDER BY mentions DESC, value LIMIT {limit:UInt32}`;
  return { sql: text, params };
}

/** A row a value; the one without a value is of all mentions, each once. */
async function countedBy(asked: Asked, facet: AskedBreakdown): Promise<BreakdownRows> {
  const { sql, params, sampled } = await rowsOf(asked, facet);
  return {
    sql: `SELECT value, n AS mentions, n / max(n) OVER () AS share, bad / n AS negative_share FROM (
      SELECT arrayJoin(arrayConcat([NULL], values)) AS value, sum(mentioned) AS n, sum(bad_ones) AS bad
      FROM (${sql}) GROUP BY value HAVING n > 0)`,
    params: { ...params, limit: facet.limit ?? DEFAULT_LIMIT },
    sampled,
  };
}

/** Rows `values, mentioned, bad_ones` to add up: a mention counts for each of its values. */
async function rowsOf(asked: Asked, facet: AskedBreakdown): Promise<BreakdownRows> {
  const { by } = facet;
  if ((by === 'watch' || by === 'class') && windowsTell(facet)) return { ...fromWindows(asked, facet), sampled: null };
  if (by === 'author' || by === 'hashtag' || by === 'emoji') return newestRows(asked, facet, VALUES[by]);
  const { sql, params } = mentionRows(facet, asked.period);
  return { sql: `SELECT [toString(m.${by})] AS values, ${ONE} ${sql} WHERE m.late = 0`, params, sampled: null };
}

const ONE = "1 AS mentioned, class = 'negative' AS bad_ones";

const VALUES = {
  author: "if(author = '', [], [author])",
  hashtag: HASHTAGS,
  emoji: EMOJI,
};

function windowsTell({ platform, lang, author, q, class: sentiment, by }: AskedBreakdown): boolean {
  return (
    [platform, lang, author, q].every((filter) => filter === undefined) && (sentiment === undefined || by === 'watch')
  );
}

function fromWindows({ period, tz }: Asked, { by, watch = [], class: only }: AskedBreakdown): Sql {
  const { sql, params } = countRows(
    { period, tz, watches: watch, platform: undefined },
    { minutes: false, platforms: false },
  );
  if (by === 'class') {
    const classes = "[('negative', negative, negative), ('neutral', neutral, 0), ('positive', positive, 0)]";
    const columns = '[one.1] AS values, one.2 AS mentioned, one.3 AS bad_ones';
    return { sql: `SELECT ${columns} FROM (SELECT arrayJoin(${classes}) AS one FROM (${sql}))`, params };
  }
  const bad = only === undefined || only === 'negative' ? 'negative' : '0';
  return {
    sql: `SELECT [toString(watch)] AS values, ${only ?? 'mentions'} AS mentioned, ${bad} AS bad_ones FROM (${sql})`,
    params,
  };
}

/** Windows tell how far back the newest mentions reach: only that much is read. */
async function newestRows(asked: Asked, facet: AskedBreakdown, values: string): Promise<BreakdownRows> {
  const { period } = asked;
  const hour = await reach(asked, facet, { period, count: NEWEST, minutes: false });
  // The hour in which the last one is may hold many more of them.
  const inHour = hour && { from: Math.max(period.from, hour.at), to: Math.min(period.to, hour.at + HOUR_MS) };
  const minute = inHour && (await reach(asked, facet, { period: inHour, count: NEWEST - hour.newer, minutes: true }));
  const from = minute?.at ?? inHour?.from ?? period.from;
  const newest = newestMentions(facet, { from, to: period.to }, NEWEST);
  return {
    sql: `SELECT ${values} AS values, ${ONE} ${newest.sql}`,
    params: newest.params,
    sampled: hour === undefined ? null : { newest: NEWEST },
  };
}

interface Reached {
  /** Begin of the window in which one more than `count` was reached, … */
  readonly at: Instant;
  /** … and how many are in the windows behind it. */
  readonly newer: number;
}

async function reach(
  { scope, tz }: Asked,
  { watch = [] }: AskedBreakdown,
  { period, count, minutes }: { readonly period: Period; readonly count: number; readonly minutes: boolean },
): Promise<Reached | undefined> {
  const { sql, params } = countRows({ period, tz, watches: watch, platform: undefined }, { minutes, platforms: false });
  const [found] = await scope.rows<{ at: number; newer: number }>(
    `SELECT toUnixTimestamp(start) AS at, until_here - own AS newer FROM
       (SELECT start, sum(mentions) AS own, sum(own) OVER (ORDER BY start DESC) AS until_here FROM (${sql}) GROUP BY start)
     WHERE until_here > {count:UInt32} ORDER BY start DESC LIMIT 1`,
    { ...params, count },
  );
  return found && { at: found.at * SECOND_MS, newer: found.newer };
}
