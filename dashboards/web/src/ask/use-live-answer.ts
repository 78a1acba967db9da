import { useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { KpisAnswer, SeriesAnswer } from '../live/protocol.ts';
import type { Topic } from '../live/topic.ts';
import { usePage } from '../page.ts';
import type { AskFailure } from './ask-failure.ts';
import { answerKey } from './answer-key.ts';
import type { Question } from './ask.ts';
import { queryText } from './query-text.ts';
import { useAnswer } from './use-answer.ts';

/** An answer that the live connection keeps up to date; `isLive` false for a period that has an end. */
function useLiveAnswer<Answer>(
  question: Question,
  topicOf: () => Topic<Answer>,
  isLive: boolean,
): UseQueryResult<Answer, AskFailure> {
  const queries = useQueryClient();
  const text = queryText(question.filter);
  useEffect(() => {
    if (!isLive) return undefined;
    const topic = topicOf();
    return topic.listen(() => {
      const shown = topic.shown();
      if (shown !== undefined) queries.setQueryData(answerKey(question), shown);
    });
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `text` is the question by value; its object is new at each render
  }, [text, isLive, queries]);
  return useAnswer<Answer>(question);
}

type Filter = Question['filter'];

export function useKpis(filter: Filter, isLive: boolean): UseQueryResult<KpisAnswer, AskFailure> {
  const { live } = usePage();
  return useLiveAnswer({ path: '/v1/kpis', filter }, () => live.kpis(filter), isLive);
}

export function useSeries(filter: Filter, isLive: boolean): UseQueryResult<SeriesAnswer, AskFailure> {
  const { live } = usePage();
  return useLiveAnswer({ path: '/v1/series', filter }, () => live.series(filter), isLive);
}
