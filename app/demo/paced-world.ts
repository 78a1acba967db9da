import { worldSource, type WorldSource, type WorldSourceOptions } from '../../connectors/world/source.ts';
import type { Clock } from '../../runtime/time/clock.ts';
import type { Instant } from '../../schemas/instants.ts';

export interface Pace {
  /** How many times as fast as the clock; 1 is the clock itself. */
  readonly speed: number;
  /** Where the world's own time begins to run. */
  readonly from: Instant;
}

export interface PacedWorld {
  readonly source: WorldSource;
  /** The world's own present: never ahead of the clock. */
  now(): Instant;
  /** How many times as fast as the clock it runs: as it began, and 1 once it has caught up. */
  rate(): number;
}

/** Of wall time: as often as a world in real time is looked at. */
const POLL_MS = 200;

/**
 * A world whose time runs `speed` times as fast as the clock, from where everything up to `from` has been handed over, until it has
 * caught up with the clock. Event times stay the world's own, so they are in the past until then; only the waiting is shortened.
 */
export function pacedWorld(options: WorldSourceOptions, { speed, from }: Pace, clock: Clock): PacedWorld {
  if (speed === 1) return { source: worldSource(options, { clock }), now: () => clock.now(), rate: () => 1 };
  let runsSince: Instant | undefined;
  const now = (): Instant => {
    const wall = clock.now();
    return Math.min(wall, from + (wall - (runsSince ?? wall)) * speed);
  };
  const source = worldSource(options, { clock: { ...clock, now } });
  return {
    now,
    rate: () => (now() < clock.now() ? speed : 1),
    source: {
      id: source.id,
      async read(after, signal) {
        const page = await source.read(after, signal);
        const waitMs = (page.nextAt - now()) / speed;
        if (waitMs <= 0) return { ...page, nextAt: clock.now() };
        runsSince ??= clock.now();
        return { ...page, nextAt: clock.now() + Math.max(waitMs, POLL_MS) };
      },
    },
  };
}
