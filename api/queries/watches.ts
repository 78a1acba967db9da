import { isoOf, SECOND_MS } from '../../schemas/instants.ts';
import { countRows } from '../counts.ts';
import type { Watch } from '../../schemas/watch.ts';
import type { Asked } from '../request.ts';
import type { Watches } from '../schemas/answers.ts';
import { scoped } from '../scope.ts';

const MAX_WATCHES = 1_000;

/** All watches that the timeline listens for or that ever had a mention in it, the loudest of the period first. */
export async function queryWatches(
  { scope, period, tz }: Asked,
  listening: readonly Watch[] | undefined,
): Promise<Watches> {
  const { sql, params } = countRows(
    { period, tz, watches: [], platform: undefined },
    { minutes: false, platforms: false },
  );
  // All revisions of a window begin together: the newest needs no FINAL. By its hour first: minutes of all time would be 60 times the rows.
  const rows = await scope.rows<{ watch: string; n: number; newest: number }>(
    `WITH last AS (SELECT watch, max(start) AS hour FROM ${scoped('mention_window_facts', 'any revision')} AND width = '1h'
       GROUP BY watch)
     SELECT watch, sum(counted) AS n, max(begin) AS newest FROM (
       SELECT watch, sum(mentions) AS counted, 0 AS begin FROM (${sql}) GROUP BY watch
       UNION ALL
       SELECT watch, 0 AS counted, toUnixTimestamp(hour) AS begin FROM last
       UNION ALL
       SELECT watch, 0 AS counted, max(toUnixTimestamp(start)) AS begin
       FROM ${scoped('mention_window_facts', 'any revision')} AND width = '1m'
         AND toStartOfHour(start) IN (SELECT hour FROM last) GROUP BY watch)
     GROUP BY watch ORDER BY n DESC, watch LIMIT ${MAX_WATCHES}`,
    params,
  );
  const rules = new Map(listening?.map(({ name, any, all, none }) => [name, { any, all, none }]));
  const heard = rows.map(({ watch, n, newest }) => ({ watch, mentions: n, newest: isoOf(newest * SECOND_MS) }));
  const silent = [...rules.keys()].filter((watch) => !rows.some((row) => row.watch === watch)).toSorted();
  return {
    data: [...heard, ...silent.map((watch) => ({ watch, mentions: 0, newest: null }))].map((one) => ({
      ...one,
      rules: rules.get(one.watch) ?? null,
    })),
  };
}
