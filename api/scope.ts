import { HOUR_MS, type Instant } from '../schemas/instants.ts';
import { ApiProblem } from './problems.ts';
import type { Params, Reader } from './reader.ts';
import type { TimelineRow, Timelines } from './timelines.ts';

/** Whose rows a request may see: one workspace, one timeline, its current generation. */
export interface Scope {
  readonly timeline: string;
  /** End of the newest complete window: the pipeline's watermark is here or later. Null before the first one. */
  readonly watermark: Instant | null;
  /** End of the newest window, complete or not. */
  readonly dataUntil: Instant | null;
  /** These parameters and those that `scoped` needs, which nobody can override. */
  bound(params?: Params): Params;
  /** As Reader's, with the scope bound. */
  rows<Row>(sql: string, params?: Params): Promise<Row[]>;
}

/** By table the parameter of `TimelineRow` that says which of its generations is shown: each pipeline has its own. */
const GENERATION = {
  mention_facts: 'generation',
  mention_window_facts: 'generation',
  account_post_facts: 'accounts_generation',
  account_snapshot_facts: 'accounts_generation',
  engagement_window_facts: 'accounts_generation',
} as const;

/**
 * The only way a query names a table: its current rows, of the scope alone. To be followed by ` AND …`. It is what the views
 * `mentions` and `mention_windows` select, with the columns that they leave out.
 */
export function scoped(table: keyof typeof GENERATION, which: 'current' | 'any revision' = 'current'): string {
  const final = which === 'current' ? ' FINAL' : '';
  return `${table}${final} WHERE workspace = {workspace:String} AND timeline = {timeline:String} AND generation = {${GENERATION[table]}:UInt16}`;
}

/** The asked timeline or, without one, the newest. */
export async function scopeOf(
  reader: Reader,
  { workspace, timelines }: { readonly workspace: string; readonly timelines: Timelines },
  asked: string | undefined,
): Promise<Scope> {
  const find = (all: readonly TimelineRow[]): TimelineRow | undefined =>
    asked === undefined ? all[0] : all.find(({ timeline }) => timeline === asked);
  const found = find(await timelines.recent()) ?? find(await timelines.now());
  if (found !== undefined) return scopeTo(reader, workspace, found);
  if (asked === undefined) throw new ApiProblem('unknown-timeline', 'There is no data yet: nothing was read so far.');
  const known = (await timelines.recent()).map(({ timeline }) => timeline).join(', ') || 'none';
  throw new ApiProblem('unknown-timeline', `There is no timeline ${JSON.stringify(asked)}; there are: ${known}.`);
}

export async function scopeTo(reader: Reader, workspace: string, timeline: TimelineRow): Promise<Scope> {
  const bound = (params: Params = {}): Params => ({ ...params, workspace, ...timeline });
  const rows = <Row>(sql: string, params?: Params): Promise<Row[]> => reader.rows<Row>(sql, bound(params));
  const [mentions = NO_ENDS] = await rows<Ends>(ENDS);
  const [ends = NO_ENDS] = mentions.newest > 0 ? [mentions] : await rows<Ends>(ENDS_OF_ACCOUNTS);
  return { timeline: timeline.timeline, watermark: msOf(ends.watermark), dataUntil: msOf(ends.newest), bound, rows };
}

/** In seconds; 0: there are no windows. */
interface Ends {
  readonly watermark: number;
  readonly newest: number;
}

const NO_ENDS: Ends = { watermark: 0, newest: 0 };

/**
 * Answered by the projection `ends` alone, which holds no more than this. A window that is complete stays so, and no revision moves its
 * end: FINAL would change nothing.
 */
const ENDS = `
SELECT toUnixTimestamp(maxIf(last, complete = 1)) AS watermark, toUnixTimestamp(maxIf(last, width = '1m')) AS newest
FROM (SELECT width, complete, max(start) + if(width = '1h', 3600, 60) AS last
  FROM ${scoped('mention_window_facts', 'any revision')} GROUP BY width, complete)`;

/** Of a timeline that has accounts alone. */
const ENDS_OF_ACCOUNTS = `
SELECT toUnixTimestamp(maxIf(start + 3600, complete = 1)) AS watermark, toUnixTimestamp(max(start) + 3600) AS newest
FROM ${scoped('engagement_window_facts')} AND width = '1h' HAVING count() > 0`;

function msOf(seconds: number): Instant | null {
  return seconds > 0 ? seconds * 1000 : null;
}

/** A timeline whose rows ended longer ago is a finished replay: its last day is meant, not today. */
const LIVE_MS = 48 * HOUR_MS;

/** Where a range without an end ends. */
export function anchorOf({ dataUntil }: Scope, now: Instant): Instant {
  return dataUntil === null || now - dataUntil < LIVE_MS ? now : dataUntil;
}
