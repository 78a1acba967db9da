import { SECOND_MS } from '../schemas/instants.ts';
import type { Sql } from './counts.ts';
import type { Period } from './period.ts';
import { type Scope, scoped } from './scope.ts';

/** Any revision: none moves a window. Of windows by time the first of the key answers. */
const WINDOWS = {
  mentions: `${scoped('mention_window_facts', 'any revision')} AND width = '1m'`,
  accounts: `${scoped('engagement_window_facts', 'any revision')} AND width = '1h'`,
} as const;

export interface Compared {
  readonly period: Period;
  readonly before: Period | undefined;
}

/**
 * The rows of a period and those of the one before, none where the timeline's windows begin later than that: a period would be compared
 * with a part of one. In one question, for each costs the store some milliseconds before it reads a row. `order`: of each part's rows.
 */
export async function withPrevious<Row>(
  scope: Scope,
  windows: keyof typeof WINDOWS,
  { period, before }: Compared,
  sqlOf: (period: Period) => Sql,
  order = 'part',
): Promise<{ now: Row[]; earlier: Row[] }> {
  const now = sqlOf(period);
  const other = before && renamed(sqlOf(before));
  const reached = `(SELECT count() FROM (SELECT 1 FROM ${WINDOWS[windows]} AND start <= toDateTime({before:UInt32}, 'UTC') LIMIT 1)) > 0`;
  const union = other && `UNION ALL SELECT 1 AS part, * FROM (${other.sql}) WHERE ${reached}`;
  const rows = await scope.rows<Row & { part: number }>(
    `SELECT * FROM (SELECT 0 AS part, * FROM (${now.sql}) ${union ?? ''}) ORDER BY ${order}`,
    { ...now.params, ...other?.params, ...(before && { before: Math.max(0, before.from) / SECOND_MS }) },
  );
  return { now: rows.filter(({ part }) => part === 0), earlier: rows.filter(({ part }) => part === 1) };
}

/** Beside the same question with other answers to its parameters. The scope's own stay as they are. */
function renamed({ sql, params }: Sql): Sql {
  return {
    sql: sql.replaceAll(/\{(\w+):/g, (parameter, name: string) => (name in params ? `{${name}_before:` : parameter)),
    params: Object.fromEntries(Object.entries(params).map(([name, value]) => [`${name}_before`, value])),
  };
}
