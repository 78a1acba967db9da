import { HOUR_MS, SECOND_MS } from '../schemas/instants.ts';
import { hoursAreWhole, type Period } from './period.ts';
import type { Params } from './reader.ts';
import { scoped } from './scope.ts';

export interface CountFilters {
  readonly period: Period;
  readonly tz: string;
  /** Empty: all. */
  readonly watches: readonly string[];
  readonly platform: string | undefined;
}

export interface Sql {
  readonly sql: string;
  readonly params: Params;
}

/**
 * Rows to add up: `watch, platform, start, mentions, reach, positive, neutral, negative, complete`. Late mentions are in none.
 * Out of windows where they can tell; they don't know platforms, so those come from the mentions themselves, one row each.
 */
export function countRows(filters: CountFilters, by: { minutes: boolean; platforms: boolean }): Sql {
  return by.platforms || filters.platform !== undefined ? fromMentions(filters) : fromWindows(filters, by.minutes);
}

/** Hours where a whole hour is inside the period, minutes at its edges: the same sums with a sixtieth of the rows. */
function fromWindows({ period, tz, watches }: CountFilters, minutes: boolean): Sql {
  const whole = !minutes && hoursAreWhole(period, tz);
  const first = Math.ceil(period.from / HOUR_MS) * HOUR_MS;
  const last = Math.floor(period.to / HOUR_MS) * HOUR_MS;
  // Without a whole hour inside all is one edge.
  const [from, to] = whole && first < last ? [first, last] : [period.to, period.to];
  const hours = { hour_from: from / SECOND_MS, hour_to: to / SECOND_MS };
  const inHours = between('start', 'hour_from', 'hour_to');
  // As ranges of the key: a width that depends on `start` would be looked for in every row.
  const atEdges = `(${between('start', 'from', 'hour_from')} OR ${between('start', 'hour_to', 'to')})`;
  return {
    sql: `SELECT watch, '' AS platform, start, mentions, reach, positive, neutral, negative, complete
      FROM ${scoped('mention_window_facts')} ${ofWatches(watches)}
      AND (width = '1h' AND ${inHours} OR width = '1m' AND ${atEdges})`,
    params: { ...bounds(period), ...hours, ...(watches.length > 0 && { watches }) },
  };
}

function fromMentions({ period, watches, platform }: CountFilters): Sql {
  const one = ['positive', 'neutral', 'negative'].map((name) => `toUInt64(class = '${name}') AS ${name}`).join(', ');
  return {
    // The table has columns of these names for the probabilities: the outer names must not be taken for them.
    sql: `SELECT watch, platform, toStartOfMinute(time, 'UTC') AS start, toUInt64(1) AS mentions,
        toUInt64(reach_of_one) AS reach, ${one}, 1 AS complete
      FROM (SELECT watch, platform, time, class, reach AS reach_of_one
        FROM ${scoped('mention_facts')} AND late = 0 ${within('time')} ${ofWatches(watches)}
        ${platform === undefined ? '' : 'AND platform = {platform:String}'})`,
    params: {
      ...bounds(period),
      ...(watches.length > 0 && { watches }),
      ...(platform !== undefined && { platform }),
    },
  };
}

/** The column in [from, to), by the names of the parameters. */
function between(column: 'start' | 'time', from: string, to: string): string {
  return `${column} >= toDateTime({${from}:UInt32}, 'UTC') AND ${column} < toDateTime({${to}:UInt32}, 'UTC')`;
}

/** `AND column in [from, to)`, with the parameters of `bounds`. */
export function within(column: 'start' | 'time'): string {
  return `AND ${between(column, 'from', 'to')}`;
}

export function bounds({ from, to }: Period): { from: number; to: number } {
  return { from: from / SECOND_MS, to: to / SECOND_MS };
}

export function ofWatches(watches: readonly string[]): string {
  return watches.length === 0 ? '' : 'AND watch IN {watches:Array(String)}';
}
