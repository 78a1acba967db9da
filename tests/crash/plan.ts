import type { Random } from '../support/random.ts';
import { POINTS, type Point } from './points.ts';

/** A kill at a point, or at some moment: of the whole life of a process, or of the part in which it feeds. */
export type Shot =
  | { readonly kind: 'point'; readonly point: Point; readonly passage: number }
  | { readonly kind: 'random'; readonly from: 'start' | 'acknowledged'; readonly afterMs: number };

/** Passages that one run surely has: of a commit with many, one of many is chosen. */
export const PASSAGES: Readonly<Record<Point, number>> = {
  'intake:before-commit': 60,
  'intake:after-commit': 60,
  'normalise:before-commit': 60,
  'normalise:after-commit': 60,
  'mentions:before-commit': 40,
  'mentions:after-commit': 40,
  'insert-acknowledged': 20,
  'sink-position': 20,
  'retention-delete': 3,
  'migration-step': 11,
  'timeline-creation': 1,
  'dead-letters:before-commit': 3,
  'dead-letters:after-commit': 3,
};

/** On a busy machine; what comes too late is aimed again, earlier. */
const SPANS = {
  start: { shortestMs: 150, longestMs: 3_500 },
  acknowledged: { shortestMs: 0, longestMs: 2_000 },
} as const;

/**
 * Half of the kills go through the points in turn, the others come at random times, alternating. Of these, five of six come after
 * the first acknowledgement: before it nothing was taken from the source, and there is nothing to cut it to.
 */
export function plan(kills: number, random: Random): Shot[] {
  return Array.from({ length: kills }, (_, i): Shot => {
    const point = POINTS[(i >> 1) % POINTS.length];
    if (i % 2 === 0 && point !== undefined) return { kind: 'point', point, passage: 1 + random.pick(PASSAGES[point]) };
    const from = (i >> 1) % 6 === 0 ? 'start' : 'acknowledged';
    const { shortestMs, longestMs } = SPANS[from];
    return { kind: 'random', from, afterMs: shortestMs + random.pick(longestMs - shortestMs) };
  });
}

/** Aimed again, after a kill that came when its run had ended. */
export function sooner(shot: Shot): Shot {
  return shot.kind === 'random'
    ? { ...shot, afterMs: Math.ceil(shot.afterMs * 0.7) }
    : { ...shot, passage: Math.ceil(shot.passage / 4) };
}
