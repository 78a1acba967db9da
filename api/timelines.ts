import { createReader } from './reader.ts';
import type { StoreReads } from './store-lane.ts';
import type { Clock } from '../runtime/time/clock.ts';

export interface TimelineRow {
  readonly timeline: string;
  /** Of mentions. */
  readonly generation: number;
  /** 0: it has none. */
  readonly accounts_generation: number;
}

/** The timelines of a workspace, newest first: the one that was created last. Rejects as the store's reader does. */
export interface Timelines {
  /** As they were at most a second ago: every request asks for them, and they change when one is made or computed anew. */
  recent(): Promise<readonly TimelineRow[]>;
  now(): Promise<readonly TimelineRow[]>;
}

const RECENT_MS = 1_000;
/** One answer serves many: no request that is given up may end it. */
const NEVER = new AbortController().signal;

export function createTimelines(client: StoreReads, workspace: string, clock: Pick<Clock, 'now'>): Timelines {
  let asked: { readonly at: number; readonly answer: Promise<readonly TimelineRow[]> } | undefined;

  function now(): Promise<readonly TimelineRow[]> {
    const answer = createReader(client, NEVER).rows<TimelineRow>(SQL, { workspace });
    const question = { at: clock.now(), answer };
    asked = question;
    answer.catch(() => {
      if (asked === question) asked = undefined;
    });
    return answer;
  }

  return { now, recent: () => (asked !== undefined && clock.now() - asked.at < RECENT_MS ? asked.answer : now()) };
}

const SQL = `SELECT timeline, argMaxIf(g.generation, revision, pipeline = 'mentions') AS generation,
  argMaxIf(g.generation, revision, pipeline = 'accounts') AS accounts_generation
FROM generations AS g WHERE workspace = {workspace:String}
GROUP BY timeline HAVING countIf(pipeline = 'mentions') > 0
ORDER BY minIf(valid_from, pipeline = 'mentions') DESC, timeline LIMIT 1000`;
