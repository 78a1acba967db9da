import type { Instant } from '../../schemas/instants.ts';
import type { WorldEvent } from './event.ts';
import type { Pending } from './pending.ts';

/** What all producers number their items with; `kind` is added by the world. */
export type Scheduled = Omit<Pending, 'kind'>;

/**
 * Makes one kind of item. The world calls `schedule` once for every minute in turn, and `event` for each item when it arrives.
 * Both depend on nothing but the world's settings and their arguments. Nothing arrives before its minute begins.
 */
export interface Producer {
  /** Hands over the arrivals of whatever was made in the minute that begins at `minute`. */
  schedule(minute: Instant, push: (item: Scheduled) => void): void;
  /** As `schedule`, but may leave out what arrives within `promptMs` of the minute's beginning: for a world that is resumed. */
  scheduleLate(minute: Instant, push: (item: Scheduled) => void): void;
  readonly promptMs: number;
  /** Nothing arrives later than this after its minute began. */
  readonly reachMs: number;
  event(item: Pending): WorldEvent;
}
