import { MINUTE_MS } from '../../schemas/instants.ts';
import { createBoard } from './board.ts';
import type { Difference } from './difference.ts';
import { failureOf, type Report } from './failure.ts';
import type { TimelineFeed } from './feed.ts';
import { firstOf } from './first-of.ts';
import { insist, type InsistDeps } from './insist.ts';
import type { Topic } from './subscriber.ts';

export interface AnswerOptions<Answer> {
  /** Between two questions, at least. */
  readonly everyMs: number;
  /** The period moves with the clock, a minute at a time. */
  readonly isMoving: boolean;
  /** The query function of the REST route. */
  ask(signal: AbortSignal): Promise<Answer>;
  difference(before: Answer, after: Answer): Difference<unknown>;
}

export interface AnswerDeps extends InsistDeps {
  readonly feed: Pick<TimelineFeed, 'rows' | 'rowsBeyond'>;
  readonly report: Report;
}

/** The store may rest this many times as long as an answer took it. */
const REST = 3;

/**
 * An answer of the REST API, asked again when the store has new rows, for all viewers of the same filter: one question at a time,
 * paced by what the last one took. A store that is away is waited for.
 */
export function createAnswerTopic<Answer>(options: AnswerOptions<Answer>, deps: AnswerDeps): Topic {
  const { everyMs, ask, difference } = options;
  const { feed, clock } = deps;
  const stopping = new AbortController();
  const { signal } = stopping;
  const board = createBoard();

  async function run(): Promise<never> {
    let before: Answer | undefined;
    for (;;) {
      // Before the question: what comes while it is answered may not be in it.
      const rows = feed.rows();
      const begun = clock.now();
      const answer = await insist(ask, deps, signal);
      const tookMs = clock.now() - begun;
      const change = before === undefined ? 'whole' : difference(before, answer);
      if (change !== 'same') board.publish(answer, change === 'whole' ? undefined : change);
      before = change === 'same' ? before : answer;
      await clock.sleep(Math.max(everyMs - tookMs, REST * tookMs), signal);
      await due(rows, options.isMoving, deps, signal);
    }
  }

  run().catch((error: unknown) => {
    if (!signal.aborted) board.failAll(failureOf(error, deps.report));
  });
  return {
    join: board.join,
    leave: board.leave,
    stop: () => stopping.abort(new Error('nobody is subscribed')),
  };
}

/** New rows, or another minute. */
function due(
  rows: readonly number[],
  isMoving: boolean,
  { feed, clock }: AnswerDeps,
  signal: AbortSignal,
): Promise<unknown> {
  const minute = (over: AbortSignal) => clock.sleep(MINUTE_MS - (clock.now() % MINUTE_MS), over);
  return firstOf<unknown>((over) => [feed.rowsBeyond(rows, over), ...(isMoving ? [minute(over)] : [])], signal);
}
