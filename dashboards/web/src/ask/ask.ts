import type { Ambient } from '../ambient.ts';
import type { Filter } from '../live/protocol.ts';
import { AskFailure } from './ask-failure.ts';
import { queryText } from './query-text.ts';

/** Only the public API: whatever the page shows, anybody can ask for. */
export type ApiPath = `/v1/${string}`;

export interface Question {
  readonly path: ApiPath;
  readonly filter: Filter;
}

/** One question to the API. Throws an AskFailure, also when nobody answers; the signal's own reason when it was taken back. */
export type Ask = <Answer>(question: Question, signal: AbortSignal) => Promise<Answer>;

export function createAsk({ fetch }: Pick<Ambient, 'fetch'>): Ask {
  return async <Answer>({ path, filter }: Question, signal: AbortSignal) => {
    const response = await fetch(`${path}${queryText(filter)}`, signal).catch((error: unknown) => {
      throw signal.aborted ? error : new AskFailure({ kind: 'unreachable' });
    });
    const body: unknown = await response.json().catch(() => undefined);
    if (response.ok && body !== undefined) return body as Answer;
    throw new AskFailure(failureOf(response.status, body));
  };
}

function failureOf(status: number, body: unknown): AskFailure['reason'] {
  const { title, detail, request_id: requestId, code } = (body ?? {}) as Record<string, string | undefined>;
  if (title === undefined || detail === undefined) return { kind: 'unreadable', status };
  return { kind: 'problem', status, title, detail, requestId, code };
}
