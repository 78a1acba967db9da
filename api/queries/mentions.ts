import { DAY_MS, HOUR_MS, type Instant, isoOf, MINUTE_MS } from '../../schemas/instants.ts';
import { type MentionCursor, type MentionPosition, readCursor, writeCursor } from '../cursor.ts';
import type { Sql } from '../counts.ts';
import { type AskedMentions, foundKeys, MENTION_COLUMNS, mentionRows, rowsOfKeys } from '../mention-filters.ts';
import type { Period } from '../period.ts';
import type { Params } from '../reader.ts';
import type { Asked } from '../request.ts';
import type { Mention, Mentions } from '../schemas/answers.ts';
import type { Scope } from '../scope.ts';

export interface AskedPage extends AskedMentions {
  readonly limit?: number;
  readonly cursor?: string;
}

/**
 * How far back is looked for a page, one after the other. FINAL cannot stop at the first rows: without a lower bound a page of
 * the newest would cost what the whole period costs, and one bound is too far for a busy hour and too near for a rare word.
 */
const DEPTHS_MS = [2 * MINUTE_MS, 30 * MINUTE_MS, 8 * HOUR_MS, 5 * DAY_MS, Infinity];

const DEFAULT_LIMIT = 50;

type Row = Omit<Mention, 'time' | 'late'> & { readonly ms: number; readonly late: number };

/** Newest first. `period` is the one that the first page had. */
export async function queryMentions(asked: Asked, page: AskedPage): Promise<Mentions & { period: Period }> {
  const { cursor, limit = DEFAULT_LIMIT, ...filters } = page;
  const from = cursor === undefined ? undefined : readCursor(cursor, filters);
  const period = from?.period ?? asked.period;
  const rows = await newest(asked.scope, filters, { period, after: from?.after, wanted: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  const next: MentionCursor | undefined = more ? { after: positionOf(last), period } : undefined;
  return {
    data: shown.map(({ ms, late, ...row }) => ({ ...row, time: isoOf(ms), late: late === 1 })),
    page: { next_cursor: next === undefined ? null : writeCursor(next, filters), has_more: more },
    period,
  };
}

interface Wanted {
  readonly period: Period;
  readonly after: MentionPosition | undefined;
  readonly wanted: number;
}

async function newest(scope: Scope, filters: AskedMentions, { period, after, wanted }: Wanted): Promise<Row[]> {
  const to = after === undefined ? period.to : Math.min(period.to, minuteBefore(after.time) + MINUTE_MS);
  // What lies beyond the newest window is little: it is read, but the depth counts from the window on.
  const newestMs = Math.min(to, scope.dataUntil ?? to);
  for (const depth of DEPTHS_MS) {
    const begin = Math.max(period.from, minuteBefore(newestMs - depth));
    const step = { period: { from: begin, to }, after, wanted };
    const rows = await (filters.q === undefined ? listed : searched)(scope, filters, step);
    if (rows.length >= wanted || begin === period.from) return rows;
  }
  return [];
}

function minuteBefore(instant: Instant): Instant {
  return Math.floor(instant / MINUTE_MS) * MINUTE_MS;
}

function listed(scope: Scope, filters: AskedMentions, step: Wanted): Promise<Row[]> {
  return rowsOf(scope, mentionRows(filters, step.period), step);
}

/** Found keys that are read more than wanted: so many rows may have changed since. */
const SPARE_KEYS = 32;

/**
 * Only as many of the keys that the index finds are read as a page needs: each lies in a place of its own, and with FINAL a place costs
 * more than a row. Where too many of them have changed, four times as many.
 */
async function searched(scope: Scope, filters: AskedMentions, step: Wanted): Promise<Row[]> {
  const { sql, params } = foundKeys(filters, step.period);
  for (let limit = step.wanted + SPARE_KEYS; ; limit *= 4) {
    const keys = await scope.rows<MentionPosition>(
      `SELECT watch, toUnixTimestamp64Milli(m.time) AS time, platform, id ${sql} ${beyond(step)} ${ORDER} LIMIT {limit:UInt32}`,
      { ...params, ...positionParams(step), limit },
    );
    if (keys.length === 0) return [];
    const rows = await rowsOf(scope, rowsOfKeys(filters, step.period, keys), step);
    if (rows.length >= step.wanted || keys.length < limit) return rows;
  }
}

function rowsOf(scope: Scope, { sql, params }: Sql, step: Wanted): Promise<Row[]> {
  return scope.rows<Row>(
    `SELECT ${MENTION_COLUMNS.replace('time,', 'toUnixTimestamp64Milli(time) AS ms,')} ${sql} ${beyond(step)} ${ORDER} LIMIT {wanted:UInt32}`,
    { ...params, ...positionParams(step), wanted: step.wanted },
  );
}

const ORDER = 'ORDER BY m.time DESC, m.watch, m.platform, m.id DESC';

function beyond({ after }: Wanted): string {
  return after === undefined ? '' : BEYOND;
}

function positionParams({ after }: Wanted): Params {
  return after === undefined ? {} : { ms: after.time, watch: after.watch, at: after.platform, id: after.id };
}

/** Rows after the cursor in the order of the list. */
const BEYOND = `WHERE m.time < fromUnixTimestamp64Milli({ms:Int64}, 'UTC')
  OR (m.time = fromUnixTimestamp64Milli({ms:Int64}, 'UTC')
    AND ((m.watch, m.platform) > ({watch:String}, {at:String})
      OR ((m.watch, m.platform) = ({watch:String}, {at:String}) AND m.id < {id:String})))`;

function positionOf({ ms, watch, platform, native_id: id }: Row): MentionPosition {
  return { time: ms, watch, platform, id };
}
