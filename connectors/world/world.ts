import { MINUTE_MS, windowStart, type Instant } from '../../schemas/instants.ts';
import type { WorldEvent } from './event.ts';
import { journeys, stallsOf, type Stalls } from './journey.ts';
import { mentionProducer } from './mentions.ts';
import { settingsOf, type Settings, type WorldOptions } from './options.ts';
import { pendingHeap } from './pending.ts';
import { countersProducer, postProducer } from './post-producer.ts';
import { postsOf } from './posts.ts';
import type { Producer, Scheduled } from './producer.ts';
import { profileProducer } from './profile-producer.ts';

/** Between two arrivals: behind the `taken` first ones of the millisecond `at`. */
export interface WorldCursor {
  readonly at: Instant;
  readonly taken: number;
}

/** The arrivals of a world, one after the other. */
export interface WorldStream {
  /** When the next one arrives; undefined: the world has ended. */
  nextAt(): Instant | undefined;
  next(): WorldEvent | undefined;
  /** Behind the last one taken: `open(cursor)` goes on exactly there, in any process. */
  cursor(): WorldCursor;
  /** Items that are made but have not arrived. */
  readonly waiting: number;
}

export interface World {
  readonly settings: Settings;
  readonly stalls: Stalls;
  open(after?: WorldCursor): WorldStream;
  /** All arrivals, from the first on or behind a cursor. Endless, if the world is. */
  events(after?: WorldCursor): Generator<WorldEvent, void, undefined>;
}

/**
 * A seeded world of people, brands, posts and crises. The same options give the same bytes, in the order of arrival, on every
 * machine and from every cursor, in constant memory. Throws USAGE when no world can be made from the options.
 */
export function world(options: WorldOptions): World {
  const settings = settingsOf(options);
  const stalls = stallsOf(settings);
  const journey = journeys(settings, stalls);
  const posts = postsOf(settings);
  // A producer's place is part of the order among arrivals of one millisecond, and of origins.
  const makers = [
    mentionProducer(settings, journey),
    postProducer(settings, posts, journey),
    countersProducer(settings, posts, journey),
    profileProducer(settings, posts, journey),
  ];
  const open = (after?: WorldCursor): WorldStream => openStream(settings, makers, after);
  return {
    settings,
    stalls,
    open,
    *events(after) {
      const stream = open(after);
      for (let event = stream.next(); event !== undefined; event = stream.next()) yield event;
    },
  };
}

function openStream({ start, end }: Settings, makers: readonly Producer[], after?: WorldCursor): WorldStream {
  const heap = pendingHeap();
  const from = after?.at ?? start;
  let made = Math.max(start, windowStart(from, MINUTE_MS));
  let last = after ?? { at: start, taken: 0 };

  const pushOf = (kind: number) => (item: Scheduled) => {
    if (item.at >= from) heap.push({ ...item, kind });
  };
  /** Nothing made in a minute arrives before it: what is due before the next minute to be made is complete. */
  const first = (): Instant | undefined => {
    for (;;) {
      const at = heap.first()?.at ?? Infinity;
      if (at < made || made >= end) return at < end ? at : undefined;
      for (const [kind, maker] of makers.entries()) maker.schedule(made, pushOf(kind));
      made += MINUTE_MS;
    }
  };
  if (after !== undefined) {
    for (const [kind, maker] of makers.entries()) rebuild(maker, start, made, pushOf(kind));
    for (let skipped = 0; skipped < after.taken && first() === from; skipped++) heap.take();
  }
  return {
    nextAt: first,
    next() {
      const at = first();
      const item = at === undefined ? undefined : heap.take();
      const maker = item && makers[item.kind];
      if (item === undefined || maker === undefined) return undefined;
      last = { at: item.at, taken: item.at === last.at ? last.taken + 1 : 1 };
      return maker.event(item);
    },
    cursor: () => last,
    get waiting() {
      return heap.size;
    },
  };
}

/** Hands over what was made before `until` and can still arrive: all of the last minutes, of those before only the late ones. */
function rebuild(maker: Producer, start: Instant, until: Instant, push: (item: Scheduled) => void): void {
  const earliest = Math.max(start, windowStart(until - maker.reachMs, MINUTE_MS));
  const prompt = until - maker.promptMs - MINUTE_MS;
  for (let minute = earliest; minute < until; minute += MINUTE_MS) {
    if (minute < prompt) maker.scheduleLate(minute, push);
    else maker.schedule(minute, push);
  }
}
