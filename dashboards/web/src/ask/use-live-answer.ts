import { useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Filter, KpisAnswer, SeriesAnswer } from '../live/protocol.ts';
import type { Topic } from '../live/topic.ts';
import { createPace } from '../live/pace.ts';
import { usePage } from '../page.ts';
import { answerKey } from './answer-key.ts';
import type { ApiPath } from './ask.ts';
import type { AskFailure } from './ask-failure.ts';
import { useAnswer } from './use-answer.ts';
import { useStableFilter } from './use-stable-filter.ts';

/** `isLive`: the period ends now, so the live connection keeps the answer up to date. */
export function useKpis(filter: Filter, isLive: boolean): UseQueryResult<KpisAnswer, AskFailure> {
  return useLiveAnswer('/v1/kpis', usePage().live.kpis, filter, isLive);
}

export function useSeries(filter: Filter, isLive: boolean): UseQueryResult<SeriesAnswer, AskFailure> {
  return useLiveAnswer('/v1/series', usePage().live.series, filter, isLive);
}

/** Words and numbers change once a second, whatever the topic's own pace is: a drawing listens to the topic itself. */
const WORDS_GAP_MS = 1_000;

/** What the topic shows becomes the answer of the question, so that there is one place to read it from. */
function useLiveAnswer<Answer>(
  path: ApiPath,
  topicOf: (filter: Filter) => Topic<Answer>,
  asked: Filter,
  isLive: boolean,
): UseQueryResult<Answer, AskFailure> {
  const queries = useQueryClient();
  const { ambient } = usePage();
  const filter = useStableFilter(asked);
  useEffect(() => {
    if (!isLive) return undefined;
    const topic = topicOf(filter);
    const pace = createPace(
      WORDS_GAP_MS,
      () => {
        const shown = topic.shown();
        if (shown !== undefined) queries.setQueryData(answerKey({ path, filter }), shown);
      },
      ambient,
    );
    return topic.listen(pace.ask);
  }, [ambient, path, topicOf, filter, isLive, queries]);
  return useAnswer<Answer>({ path, filter });
}
