import { createReader } from '../reader.ts';
import { isoOrNull, type RequestDeps } from '../request.ts';
import type { Status } from '../schemas/answers.ts';
import { scopeTo } from '../scope.ts';

const MAX_TIMELINES = 20;

/** The newest timelines, how far they are and what was counted; the route adds what the pipeline says of itself. */
export async function queryStatus(deps: RequestDeps, signal: AbortSignal): Promise<Status['timelines']> {
  const reader = createReader(deps.client, signal);
  const timelines = (await deps.timelines.now()).slice(0, MAX_TIMELINES);
  const counts = await reader.rows<{ timeline: string; counter: string; value: number }>(COUNTS, {
    workspace: deps.workspace,
    timelines: timelines.map(({ timeline }) => timeline),
  });
  return Promise.all(
    timelines.map(async (row) => {
      const { timeline, watermark, dataUntil } = await scopeTo(reader, deps.workspace, row);
      const own = counts.filter((count) => count.timeline === timeline).map(({ counter, value }) => [counter, value]);
      return {
        timeline,
        watermark: isoOrNull(watermark),
        data_until: isoOrNull(dataUntil),
        counts: Object.fromEntries(own) as Record<string, number>,
      };
    }),
  );
}

/** As the view `counts`, which knows no workspace: of each pipeline the generation shown, the first where none was recorded. */
const COUNTS = `
SELECT timeline, counter, sum(value) AS value FROM pipeline_counts FINAL
WHERE workspace = {workspace:String} AND timeline IN {timelines:Array(String)}
  AND ((workspace, timeline, pipeline, generation) IN
      (SELECT workspace, timeline, pipeline, generation FROM current_generations)
    OR (generation = 1 AND (workspace, timeline, pipeline) NOT IN (SELECT workspace, timeline, pipeline FROM generations)))
GROUP BY timeline, counter`;
