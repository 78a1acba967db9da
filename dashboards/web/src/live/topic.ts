import type { Ambient } from '../ambient.ts';
import type { Connection } from './connection.ts';
import { createPace } from './pace.ts';
import type { Channel } from '../../../../api/schemas/live.ts';
import type { Filter, Update } from './protocol.ts';

/** What one subscription has told so far, and what of it is on the screen. */
export interface Topic<State> {
  /** Asks for the subscription while anybody listens. Told when `shown` changed, never more often than the topic's pace. */
  listen(told: () => void): () => void;
  /** The same object until the next change. */
  shown(): State | undefined;
  /** What has arrived, on the screen or not. */
  latest(): State | undefined;
  /** Why the server does not serve it; undefined: it does. */
  refusal(): string | undefined;
}

export interface TopicOptions<State> {
  readonly channel: Channel;
  readonly filter: Filter;
  /** The shortest time between two changes of the screen. */
  readonly gapMs: number;
  next(state: State | undefined, update: Update): State | undefined;
}

export interface TopicDeps extends Pick<Ambient, 'now' | 'later' | 'frame'> {
  readonly connection: Connection;
  isPaused(): boolean;
  /** Nobody has listened for a while: it is not asked for any more. */
  onLeft(): void;
}

const nothing = (): void => undefined;

/** Screens change: the next one often asks for the same again. */
const LINGER_MS = 1_000;

export interface OwnedTopic<State> extends Topic<State> {
  /** Puts on the screen what has arrived. */
  flush(): void;
}

export function createTopic<State>(options: TopicOptions<State>, deps: TopicDeps): OwnedTopic<State> {
  const listeners = new Set<() => void>();
  let latest: State | undefined;
  let shown: State | undefined;
  let refusal: string | undefined;
  let leave: (() => void) | undefined;
  let stopLingering = nothing;
  const show = (): void => {
    // A paused page that was opened again still has to show something.
    if (deps.isPaused() && shown !== undefined) return;
    shown = latest;
    for (const told of listeners) told();
  };
  const pace = createPace(options.gapMs, show, deps);
  const { channel, filter } = options;
  const enter = (): (() => void) =>
    deps.connection.subscribe({
      channel,
      filter,
      onUpdate(update) {
        refusal = undefined;
        latest = options.next(latest, update);
        pace.ask();
      },
      onRefused(detail) {
        refusal = detail;
        pace.ask();
      },
    });
  return {
    listen(told) {
      listeners.add(told);
      stopLingering();
      leave ??= enter();
      return () => {
        listeners.delete(told);
        if (listeners.size > 0) return;
        stopLingering = deps.later(() => {
          leave?.();
          leave = undefined;
          deps.onLeft();
        }, LINGER_MS);
      };
    },
    shown: () => shown,
    latest: () => latest,
    refusal: () => refusal,
    flush: pace.now,
  };
}
