import { DAY_MS, HOUR_MS, type Instant, isoOf, MINUTE_MS } from '../../schemas/instants.ts';
import { type MentionCursor, type MentionPosition, readCursor, writeCursor } from '../cursor.ts';
import { type AskedMentions, MENTION_COLUMNS, mentionRows } from '../mention-filters.ts';
import type { Period } from '../period.ts';
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
    const rows = await rowsOf(scope, filters, { period: { from: begin, to }, after, wanted });
    if (rows.length >= wanted || begin === period.from) return rows;
  }
  return [];
}

function minuteBefore(instant: Instant): Instant {
  return Math.floor(instant / MINUTE_MS) * MINUTE_MS;
}

function rowsOf(scope: Scope, filters: AskedMentions, { period, after, wanted }: Wanted): Promise<Row[]> {
  const { sql, params } = mentionRows(filters, period);
  const position = after && { ms: after.time, watch: after.watch, at: after.platform, id: after.id };
  return scope.rows<Row>(
    `SELECT ${MENTION_COLUMNS.replace('time,', 'toUnixTimestamp64Milli(time) AS ms,')}
     ${sql} ${after === undefined ? '' : BEYOND}
     ORDER BY m.time DESC, m.watch, m.platform, m.id DESC LIMIT {wanted:UInt32}`,
    { ...params, ...position, wanted },
  );
}

/** Rows after the cursor in the order of the list. */
const BEYOND = `WHERE m.time < fromUnixTimestamp64Milli({ms:Int64}, 'UTC')
  OR (m.time = fromUnixTimestamp64Milli({ms:Int64}, 'UTC')
    AND ((m.watch, m.platform) > ({watch:String}, {at:String})
      OR ((m.watch, m.platform) = ({watch:String}, {at:String}) AND m.id < {id:String})))`;

function positionOf({ ms, watch, platform, native_id: id }: Row): MentionPosition {
  return { time: ms, watch, platform, id };
}
