import type { ApiProblem } from '../problems.ts';
import { bodyOf, type Subscriber } from './subscriber.ts';

/** One answer that is replaced again and again, for all who watch it. Absolute values: a resume is a snapshot. */
export function createBoard() {
  const members = new Set<Subscriber>();
  let version = 0;
  let answer: unknown;
  let snapshot: Buffer | undefined;

  function welcome(subscriber: Subscriber): void {
    snapshot ??= bodyOf(String(version), answer);
    subscriber.deliver('snapshot', snapshot);
  }

  return {
    join(subscriber: Subscriber): void {
      members.add(subscriber);
      if (version > 0) welcome(subscriber);
    },

    leave(subscriber: Subscriber): void {
      members.delete(subscriber);
    },

    /** The new answer, and what changed; undefined for the first and where that is not to be said, and all get the whole. */
    publish(whole: unknown, delta: unknown): void {
      version += 1;
      answer = whole;
      snapshot = undefined;
      const body = delta === undefined ? undefined : bodyOf(String(version), delta);
      for (const subscriber of members) {
        if (body === undefined) welcome(subscriber);
        else subscriber.deliver('delta', body);
      }
    },

    failAll(problem: ApiProblem): void {
      for (const subscriber of members) subscriber.fail(problem);
    },
  };
}
