import type { Ambient } from '../ambient.ts';

/** Times an effect: however often it is asked for, it runs in a frame of the browser, and at most once in `gapMs`. */
export interface Pace {
  ask(): void;
  /** At once, for what a person has just asked for. */
  now(): void;
}

export function createPace(
  gapMs: number,
  run: () => void,
  { now, later, frame }: Pick<Ambient, 'now' | 'later' | 'frame'>,
): Pace {
  let ranAt = Number.NEGATIVE_INFINITY;
  let isWaiting = false;
  const go = (): void => {
    isWaiting = false;
    ranAt = now();
    run();
  };
  return {
    ask() {
      if (isWaiting) return;
      isWaiting = true;
      const waitMs = ranAt + gapMs - now();
      if (waitMs <= 0) frame(go);
      else later(() => frame(go), waitMs);
    },
    now: go,
  };
}
