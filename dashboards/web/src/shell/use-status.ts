import type { UseQueryResult } from '@tanstack/react-query';
import type { Status } from '../../../../api/schemas/answers.ts';
import type { AskFailure } from '../ask/ask-failure.ts';
import { useAnswer } from '../ask/use-answer.ts';

const EVERY_MS = 30_000;
/** Somebody waits for it to become live. */
const SOON_MS = 2_000;

/** What the pipeline does and which timelines there are. */
export function useStatus(): UseQueryResult<Status, AskFailure> {
  return useAnswer<Status>(
    { path: '/v1/status', filter: {} },
    // A paused page, too, says that the server is away.
    { everyMs: (status) => (status?.pipeline.state === 'live' ? EVERY_MS : SOON_MS), whilePaused: true },
  );
}
