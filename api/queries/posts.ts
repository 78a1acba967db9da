import { type Instant, isoOf } from '../../schemas/instants.ts';
import { COUNTER_NAMES } from '../../schemas/events/account-item.ts';
import { bounds, within } from '../counts.ts';
import { readWire, writeWire } from '../cursor.ts';
import type { Period } from '../period.ts';
import type { Params } from '../reader.ts';
import type { Asked } from '../request.ts';
import type { Post, Posts } from '../schemas/answers.ts';
import { type Scope, scoped } from '../scope.ts';

export interface AskedPosts {
  readonly platform?: string;
  readonly account?: readonly string[];
  readonly order?: 'newest' | 'top';
  readonly limit?: number;
  readonly cursor?: string;
}

/** Where a page ended, in the order of the list; of the newest, the rank counts for nothing. */
interface Position {
  readonly rank: number;
  readonly time: Instant;
  readonly platform: string;
  readonly account: string;
  readonly id: string;
}

interface Wanted {
  readonly period: Period;
  readonly after: Position | undefined;
  readonly wanted: number;
}

type Row = Omit<Post, 'time' | 'observed' | 'late' | 'engagement_rate'> & {
  readonly ms: number;
  readonly observed_ms: number;
  readonly late: number;
};

const DEFAULT_LIMIT = 50;
const SHAPE = ['number', 'number', 'string', 'string', 'string', 'number', 'number'] as const;

/** Posts published in the period, the newest first or those with the most interactions. `period` is the one that the first page had. */
export async function queryPosts(asked: Asked, page: AskedPosts): Promise<Posts & { period: Period }> {
  const { cursor, limit = DEFAULT_LIMIT, ...filters } = page;
  const from = cursor === undefined ? undefined : positionIn(cursor, filters);
  const period = from?.period ?? asked.period;
  const rows = await rowsOf(asked.scope, filters, { period, after: from?.after, wanted: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    data: shown.map(postOf),
    page: { next_cursor: more ? cursorAt(last, period, filters) : null, has_more: more },
    period,
  };
}

function postOf({ ms, observed_ms: observed, late, ...row }: Row): Post {
  const { interactions, reach } = row;
  const rate = interactions !== null && reach !== null && reach > 0 ? interactions / reach : null;
  return {
    ...row,
    time: isoOf(ms),
    observed: observed === 0 ? null : isoOf(observed),
    engagement_rate: rate,
    late: late === 1,
  };
}

function rowsOf(scope: Scope, asked: AskedPosts, { period, after, wanted }: Wanted): Promise<Row[]> {
  const top = asked.order === 'top';
  const { sql, params } = postRows(asked, period);
  // The newest are known before their counters are looked for; the top ones only after.
  const posts = top
    ? sql
    : `${sql} ${after === undefined ? '' : `AND ${BEYOND.newest}`} ${ORDER.newest} LIMIT {wanted:UInt32}`;
  return scope.rows<Row>(
    `WITH page AS (SELECT platform, account, id, time, url, lang, text, late FROM ${posts})
     SELECT concat('post_', base64URLEncode(concat(platform, '\\n', account, '\\n', id))) AS post_id, id AS native_id, platform,
       account, toUnixTimestamp64Milli(time) AS ms, url, lang, text, likes, comments, shares, views, reach, interactions,
       toUnixTimestamp64Milli(observed) AS observed_ms, late
     FROM page LEFT JOIN (
       SELECT platform, account, post AS id, max(time) AS observed, ${LAST_KNOWN},
         if(coalesce(likes, comments, shares) IS NULL, NULL, ifNull(likes, 0) + ifNull(comments, 0) + ifNull(shares, 0)) AS interactions
       FROM ${scoped('account_snapshot_facts')} AND (platform, account, post) IN (SELECT platform, account, id FROM page)
       GROUP BY platform, account, post
     ) AS counted USING (platform, account, id)
     ${top && after !== undefined ? `WHERE ${BEYOND.top}` : ''} ${top ? ORDER.top : ORDER.newest} LIMIT {wanted:UInt32}`,
    { ...params, ...paramsOf(after), wanted },
  );
}

/** `argMax` passes over nulls: each counter is from the newest snapshot that has it. */
const LAST_KNOWN = COUNTER_NAMES.map((name) => `argMax(account_snapshot_facts.${name}, time) AS ${name}`).join(', ');

/** By interactions; posts of which nobody knows them come after those with none. The same as `rankOf`. */
const RANK = 'ifNull(interactions + 1, 0)';

function rankOf({ interactions }: Row): number {
  return interactions === null ? 0 : interactions + 1;
}

const ORDER = {
  newest: 'ORDER BY time DESC, platform, account, id',
  top: `ORDER BY ${RANK} DESC, time DESC, platform, account, id`,
};

const LATER = `(time < fromUnixTimestamp64Milli({ms:Int64}, 'UTC') OR (time = fromUnixTimestamp64Milli({ms:Int64}, 'UTC')
  AND (platform, account, id) > ({at:String}, {by:String}, {id:String})))`;

/** Rows after the cursor. */
const BEYOND = {
  newest: LATER,
  top: `(${RANK} < {rank:UInt64} OR (${RANK} = {rank:UInt64} AND ${LATER}))`,
};

function postRows({ platform, account: accounts = [] }: AskedPosts, period: Period): { sql: string; params: Params } {
  return {
    sql: `${scoped('account_post_facts')} ${within('time')}
      ${platform === undefined ? '' : 'AND platform = {platform:String}'}
      ${accounts.length === 0 ? '' : 'AND account IN {accounts:Array(String)}'}`,
    params: {
      ...bounds(period),
      ...(platform !== undefined && { platform }),
      ...(accounts.length > 0 && { accounts }),
    },
  };
}

function paramsOf(after: Position | undefined): Params {
  if (after === undefined) return {};
  return { rank: after.rank, ms: after.time, at: after.platform, by: after.account, id: after.id };
}

function cursorAt(row: Row, period: Period, filters: object): string {
  const { ms, platform, account, native_id: id } = row;
  return writeWire([rankOf(row), ms, platform, account, id, period.from, period.to], filters);
}

function positionIn(cursor: string, filters: object): { after: Position; period: Period } {
  const [rank, time, platform, account, id, from, to] = readWire(cursor, filters, SHAPE);
  return { after: { rank, time, platform, account, id }, period: { from, to } };
}
