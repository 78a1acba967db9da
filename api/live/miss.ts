import { TidelineError } from '../../runtime/errors.ts';

/** Why a resume is impossible: the log no longer keeps it; the token is of another log; it would be more than anybody reads. */
export type MissReason = 'trimmed' | 'unknown' | 'too-far';

/** Of what the log threw at a position whose names a client gave, and may have made up; throws any other error. */
export function missReasonOf(error: unknown): MissReason {
  if (error instanceof TidelineError && error.code === 'LOG_TRIMMED') return 'trimmed';
  // A broken log is told by the reader that all share.
  if (error instanceof TidelineError && error.code === 'LOG_GAP') return 'unknown';
  throw error;
}
