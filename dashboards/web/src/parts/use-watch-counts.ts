import type { UseQueryResult } from '@tanstack/react-query';
import type { Breakdown } from '../../../../api/schemas/answers.ts';
import type { AskFailure } from '../ask/ask-failure.ts';
import type { Question } from '../ask/ask.ts';
import { useAnswer } from '../ask/use-answer.ts';
import { useView } from '../url/use-view.ts';

export interface WatchCounts {
  readonly question: Question;
  readonly answer: UseQueryResult<Breakdown, AskFailure>;
}

const EVERY_MS = 30_000;
const LIMIT = '500';

/** How much is said of each watch, whichever are chosen, and how much of it is negative. All who ask share one question. */
export function useWatchCounts(): WatchCounts {
  const { watch: _watch, ...everybody } = useView().parameters.scope;
  const question = { path: '/v1/breakdown', filter: { ...everybody, by: 'watch', limit: LIMIT } } as const;
  return { question, answer: useAnswer<Breakdown>(question, { everyMs: EVERY_MS }) };
}
