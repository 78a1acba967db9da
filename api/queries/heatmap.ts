import { countRows } from '../counts.ts';
import type { Asked } from '../request.ts';
import type { Heatmap } from '../schemas/answers.ts';

interface Row {
  readonly weekday: number;
  readonly hour: number;
  readonly n: number;
  readonly mentioned: number;
  readonly bad: number;
}

/** Weekdays and hours as the zone's clocks showed them: the hour that a clock goes back twice counts twice in `n`. */
export async function queryHeatmap(
  { scope, period, tz }: Asked,
  asked: { readonly watch?: readonly string[]; readonly platform?: string },
): Promise<Heatmap> {
  const filters = { period, tz, watches: asked.watch ?? [], platform: asked.platform };
  const { sql, params } = countRows(filters, { minutes: false, platforms: false });
  const rows = await scope.rows<Row>(
    `SELECT toDayOfWeek(local) AS weekday, toHour(local) AS hour, uniqExact(toUnixTimestamp(toStartOfHour(local))) AS n,
       sum(mentions) AS mentioned, sum(negative) AS bad
     FROM (SELECT toTimeZone(start, {tz:String}) AS local, mentions, negative FROM (${sql}))
     GROUP BY weekday, hour`,
    { ...params, tz },
  );
  const found = new Map(rows.map((row) => [cellOf(row), row]));
  return {
    data: Array.from({ length: 168 }, (_, cell) => {
      const { n = 0, mentioned = 0, bad = 0 } = found.get(cell) ?? {};
      const share = mentioned === 0 ? null : bad / mentioned;
      const place = { weekday: Math.floor(cell / 24) + 1, hour: cell % 24 };
      return { ...place, n, mentions: mentioned, negative: bad, negative_share: share };
    }),
  };
}

function cellOf({ weekday, hour }: Row): number {
  return (weekday - 1) * 24 + hour;
}
