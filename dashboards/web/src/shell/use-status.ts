import type { UseQueryResult } from '@tanstack/react-query';
import type { Status } from '../../../../api/schemas/answers.ts';
import type { AskFailure } from '../ask/ask-failure.ts';
import { useAnswer } from '../ask/use-answer.ts';

const EVERY_MS = 30_000;

/** What the pipeline does and which timelines there are. */
export function useStatus(): UseQueryResult<Status, AskFailure> {
  return useAnswer<Status>({ path: '/v1/status', filter: {} }, { everyMs: EVERY_MS });
}
