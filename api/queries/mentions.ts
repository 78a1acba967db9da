import { type Instant, MINUTE_MS } from '../../schemas/instants.ts';
import { type MentionCursor, type MentionPosition, readCursor, writeCursor } from '../cursor.ts';
import type { Sql } from '../counts.ts';
import { type AskedMentions, foundKeys, mentionRows, rowsOfKeys } from '../mention-filters.ts';
import { mentionOf, type MentionRow, ROW_COLUMNS } from '../mention-row.ts';
import type { Period } from '../period.ts';
import type { Params } from '../reader.ts';
import type { Asked } from '../request.ts';
import type { Mentions } from '../schemas/answers.ts';
import type { Scope } from '../scope.ts';

export interface AskedPage extends AskedMentions {
  readonly limit?: number;
  readonly cursor?: string;
}

/**
 * How far back is looked for a page at first. FINAL cannot stop at the first rows: without a lower bound a page of the newest would cost
 * what the whole period costs, and one bound is too far for a busy hour and too near for a rare word.
 */
const FIRST_DEPTH_MS = 2 * MINUTE_MS;
/** Where there are too few, so many times as far back as would have enough at their rate. */
const MARGIN = 1.5;
/** None found are taken for so many. */
const NEARLY_NONE = 0.5;

const DEFAULT_LIMIT = 50;

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
    data: shown.map(mentionOf),
    page: { next_cursor: next === undefined ? null : writeCursor(next, filters), has_more: more },
    period,
  };
}

interface Wanted {
  readonly period: Period;
  readonly after: MentionPosition | undefined;
  readonly wanted: number;
}

function newest(scope: Scope, filters: AskedMentions, wanted: Wanted): Promise<MentionRow[]> {
  if (filters.q !== undefined) return searched(scope, filters, wanted);
  return deepEnough(scope, wanted, (step) => rowsOf(scope, mentionRows(filters, step.period), step));
}

/** What `look` finds in the newest part of the period that has as much as is wanted, or in all of it. */
async function deepEnough<Found>(
  scope: Scope,
  { period, after, wanted }: Wanted,
  look: (step: Wanted) => Promise<Found[]>,
): Promise<Found[]> {
  const to = after === undefined ? period.to : Math.min(period.to, minuteBefore(after.time) + MINUTE_MS);
  // What lies beyond the newest window is little: it is read, but the depth counts from the window on.
  const newestMs = Math.min(to, scope.dataUntil ?? to);
  for (let depthMs = FIRST_DEPTH_MS; ;) {
    const from = Math.max(period.from, minuteBefore(newestMs - depthMs));
    const found = await look({ period: { from, to }, after, wanted });
    if (found.length >= wanted || from === period.from) return found;
    depthMs *= (MARGIN * wanted) / Math.max(found.length, NEARLY_NONE);
  }
}

function minuteBefore(instant: Instant): Instant {
  return Math.floor(instant / MINUTE_MS) * MINUTE_MS;
}

/** Found keys that are read more than wanted: so many rows may have changed since. */
const SPARE_KEYS = 32;

/**
 * Only as many of the keys that the index finds are read as a page needs: each lies in a place of its own, and with FINAL a place costs
 * more than a row. Where too many of them have changed, four times as many.
 */
async function searched(scope: Scope, filters: AskedMentions, wanted: Wanted): Promise<MentionRow[]> {
  for (let limit = wanted.wanted + SPARE_KEYS; ; limit *= 4) {
    const keys = await deepEnough(scope, { ...wanted, wanted: limit }, (step) => keysOf(scope, filters, step));
    if (keys.length === 0) return [];
    const rows = await rowsOf(scope, rowsOfKeys(filters, wanted.period, keys), wanted);
    if (rows.length >= wanted.wanted || keys.length < limit) return rows;
  }
}

function keysOf(scope: Scope, filters: AskedMentions, step: Wanted): Promise<MentionPosition[]> {
  const { sql, params } = foundKeys(filters, step.period);
  return scope.rows<MentionPosition>(
    `SELECT watch, toUnixTimestamp64Milli(m.time) AS time, platform, id ${sql} ${beyond(step)} ${ORDER} LIMIT {wanted:UInt32}`,
    { ...params, ...positionParams(step), wanted: step.wanted },
  );
}

function rowsOf(scope: Scope, { sql, params }: Sql, step: Wanted): Promise<MentionRow[]> {
  return scope.rows<MentionRow>(`SELECT ${ROW_COLUMNS} ${sql} ${beyond(step)} ${ORDER} LIMIT {wanted:UInt32}`, {
    ...params,
    ...positionParams(step),
    wanted: step.wanted,
  });
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

function positionOf({ ms, watch, platform, native_id: id }: MentionRow): MentionPosition {
  return { time: ms, watch, platform, id };
}
