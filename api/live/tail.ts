import type { Position, Step } from '../../schemas/live-mention.ts';
import type { ApiProblem } from '../problems.ts';
import { failureOf, type Report } from './failure.ts';
import type { TimelineFeed } from './feed.ts';
import { moved } from './position.ts';

export interface TailListener {
  /** Called with what has just been read, in the order of the log. */
  step(step: Step): void;
  /** The log can no longer be followed; nothing more will come. */
  lost(problem: ApiProblem): void;
}

/** The end of a timeline's log, read once for all who listen, and not at all while nobody does. */
export interface Tail {
  /** Behind the last step; without listeners the log's end. */
  position(): Position;
  listen(listener: TailListener): () => void;
}

/** A log that cannot be followed is reported, and its end looked for again when somebody next listens. */
export function createTail(feed: TimelineFeed, report: Report): Tail {
  const listeners = new Set<TailListener>();
  let position: Position = [];
  let running: AbortController | undefined;

  async function follow(signal: AbortSignal): Promise<void> {
    for (;;) {
      const to = await feed.beyond(position, signal);
      for await (const step of feed.read(position, to, signal)) {
        signal.throwIfAborted();
        position = moved(position, step);
        for (const listener of listeners) listener.step(step);
      }
    }
  }

  function start(): void {
    const own = new AbortController();
    running = own;
    position = feed.end();
    follow(own.signal).catch((error: unknown) => {
      if (own.signal.aborted) return;
      running = undefined;
      const left = [...listeners];
      listeners.clear();
      const problem = failureOf(error, report);
      for (const listener of left) listener.lost(problem);
    });
  }

  return {
    position: () => (running === undefined ? feed.end() : position),
    listen(listener) {
      if (running === undefined) start();
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        running?.abort(new Error('nobody listens'));
        running = undefined;
      };
    },
  };
}
