import type { Series } from '../../../../api/schemas/answers.ts';
import { useAnswer } from '../ask/use-answer.ts';
import { useView } from '../url/use-view.ts';

const EVERY_MS = 300_000;

/** The platforms that were heard of in the last week, whatever else is filtered. */
export function usePlatforms(): readonly string[] {
  const { timeline } = useView().parameters;
  const filter = { ...timeline, breakdown: 'platform', interval: '1d', range: '7d' };
  const { data } = useAnswer<Series>({ path: '/v1/series', filter }, { everyMs: EVERY_MS });
  return (data?.data ?? []).flatMap(({ group }) => (group === null ? [] : [group])).toSorted();
}
