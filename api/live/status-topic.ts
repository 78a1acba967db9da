import { isDeepStrictEqual } from 'node:util';
import { isoOf, SECOND_MS, type Instant } from '../../schemas/instants.ts';
import { isoOrNull, type Present } from '../request.ts';
import type { PipelineStatus } from '../schemas/answers.ts';
import type { LiveState } from '../schemas/live.ts';
import { createBoard } from './board.ts';
import { failureOf, type Report } from './failure.ts';
import type { TimelineFeed } from './feed.ts';
import { insist, type InsistDeps } from './insist.ts';
import { isSame, reaches } from './position.ts';
import { recentMentions } from './recent.ts';
import type { Topic } from './subscriber.ts';
import type { Tail } from './tail.ts';

/** How far the rows of the timeline are. */
export interface Ends {
  readonly watermark: Instant | null;
  readonly dataUntil: Instant | null;
}

export interface StatusDeps extends InsistDeps {
  readonly feed: TimelineFeed;
  readonly tail: Tail;
  status(): PipelineStatus;
  /** The timeline's own, where a demo runs faster than the clock. */
  present(): Present;
  ends(signal: AbortSignal): Promise<Ends>;
  /** What keeps any topic from the store; undefined: nothing. */
  troubled(): string | undefined;
  readonly report: Report;
}

const AT_LEAST_EVERY_MS = 5_000;
/** Rows that wait longer than any batch takes: the store is stuck or away. */
const STALLED_MS = 10_000;

/** How live the timeline is, once a second. */
export function createStatusTopic(deps: StatusDeps): Topic {
  const { feed, tail, clock } = deps;
  const stopping = new AbortController();
  const { signal } = stopping;
  const board = createBoard();
  const recent = recentMentions(clock, deps.present);
  const waiting = rowsWaiting(deps);
  const unlisten = tail.listen({ step: ({ mentions }) => recent.add(mentions), lost: board.failAll });
  let ends: Ends = { watermark: null, dataUntil: null };
  let wasShown: LiveState['state'] | undefined;

  const { promise: known, resolve: know } = Promise.withResolvers<void>();

  async function follow(): Promise<never> {
    for (;;) {
      const rows = feed.rows();
      ends = await insist(deps.ends, deps, signal);
      know();
      await clock.sleep(SECOND_MS, signal);
      await feed.rowsBeyond(rows, signal);
    }
  }

  async function tell(): Promise<never> {
    let told: Omit<LiveState, 'now'> | undefined;
    await Promise.race([known, clock.sleep(SECOND_MS, signal)]);
    for (let toldAt = 0; ; await clock.sleep(SECOND_MS, signal)) {
      const now = clock.now();
      const state = stateOf();
      if (isDeepStrictEqual(state, told) && now - toldAt < AT_LEAST_EVERY_MS) continue;
      const whole: LiveState = { ...state, now: isoOf(deps.present().at) };
      board.publish(whole, told === undefined ? undefined : whole);
      [told, toldAt] = [state, now];
    }
  }

  /** All but `now`, which always changes. */
  function stateOf(): Omit<LiveState, 'now'> {
    const { state, sources, reason: trouble } = deps.status();
    const shown = shownState(state);
    if (shown === 'live' && wasShown !== 'live') recent.forget();
    wasShown = shown;
    const waitingMs = waiting.ms();
    const isStuck = waitingMs > STALLED_MS;
    const stuck = `New rows have been waiting for the store for ${Math.round(waitingMs / SECOND_MS)} s.`;
    const reason = trouble ?? deps.troubled() ?? (isStuck ? stuck : null);
    const behindMs = recent.behindMs();
    return {
      timeline: feed.timeline,
      speed: deps.present().rate,
      watermark: isoOrNull(ends.watermark),
      data_until: isoOrNull(ends.dataUntil),
      behind_ms: behindMs === undefined ? null : behindMs + (isStuck ? waitingMs : 0),
      state: reason === null ? shown : 'stalled',
      mentions_per_s: recent.perSecond(),
      sources,
      reason,
    };
  }

  function fail(error: unknown): void {
    if (!signal.aborted) board.failAll(failureOf(error, deps.report));
  }

  follow().catch(fail);
  tell().catch(fail);
  return {
    join: board.join,
    leave: board.leave,
    stop() {
      unlisten();
      stopping.abort(new Error('nobody is subscribed'));
    },
  };
}

/** The pipeline knows more states than a viewer cares for. */
function shownState(state: string): LiveState['state'] {
  if (state === 'live') return 'live';
  return state === 'catching-up' || state === 'replaying' ? 'catching-up' : 'idle';
}

/** How long mentions have been waiting for a store that takes none. */
function rowsWaiting({ feed, tail, clock }: Pick<StatusDeps, 'feed' | 'tail' | 'clock'>) {
  let stored = feed.stored();
  let movedAt = clock.now();
  return {
    ms(): number {
      const before = stored;
      stored = feed.stored();
      if (!isSame(stored, before) || reaches(stored, tail.position())) movedAt = clock.now();
      return clock.now() - movedAt;
    },
  };
}
