import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useLink } from '../live/use-link.ts';
import { usePaused } from '../live/use-paused.ts';
import { isPolling, POLLING_MS } from '../live/pill.ts';
import { usePage } from '../page.ts';
import type { Question } from './ask.ts';
import { AskFailure } from './ask-failure.ts';
import { answerKey } from './answer-key.ts';

export interface AnswerOptions<Answer> {
  /** How often it is asked again while the page is live; 0: the live connection brings the news. */
  readonly everyMs?: number | ((answer: Answer | undefined) => number);
  /** Also while the page is paused: it is not of what stands still. */
  readonly whilePaused?: boolean;
}

const TRIES = 2;

/** An answer of the API. The one before stays while the next is on its way; what can pass is tried again before it is an error. */
export function useAnswer<Answer>(
  question: Question,
  options: AnswerOptions<Answer> = {},
): UseQueryResult<Answer, AskFailure> {
  const { everyMs = 0, whilePaused = false } = options;
  const { ask } = usePage();
  const link = useLink();
  const isPaused = usePaused();
  const intervalMs = (answer: Answer | undefined): number => {
    if (isPaused && !whilePaused) return 0;
    if (isPolling(link)) return POLLING_MS;
    return typeof everyMs === 'number' ? everyMs : everyMs(answer);
  };
  return useQuery<Answer, AskFailure>({
    queryKey: answerKey(question),
    queryFn: ({ signal }) => ask<Answer>(question, signal),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => intervalMs(state.data) || false,
    retry: (failed, error) => failed < TRIES && error instanceof AskFailure && error.isPassing,
  });
}
