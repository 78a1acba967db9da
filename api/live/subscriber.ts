import type { ApiProblem } from '../problems.ts';

/** One subscription as a topic sees it. Nothing of it throws or waits but `ready`. */
export interface Subscriber {
  /** `body` begins with the token and ends the message; it is shared with others and never changed. */
  deliver(type: 'snapshot' | 'delta', body: Buffer): void;
  /** Its resume is impossible; a snapshot follows. */
  miss(reason: string): void;
  /** It is gone with this. */
  fail(problem: ApiProblem): void;
  /** Resolves when what was delivered is on its way; rejects when the subscription is gone. */
  ready(): Promise<void>;
}

/** One computation for all that ask the same. */
export interface Topic {
  /** Begins with a snapshot, or behind the token. */
  join(subscriber: Subscriber, resume: string | undefined): void;
  leave(subscriber: Subscriber): void;
  /** When the last one has left. */
  stop(): void;
}

/** The end of a message, once for all who get it. */
export function bodyOf(token: string, data: unknown): Buffer {
  return Buffer.from(`"token":${JSON.stringify(token)},"data":${JSON.stringify(data)}}`);
}
