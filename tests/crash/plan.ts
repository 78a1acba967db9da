import type { Random } from '../support/random.ts';
import { POINTS, type Point } from './points.ts';

/** A kill at a point, or at some moment. */
export type Shot =
  | { readonly kind: 'point'; readonly point: Point; readonly passage: number }
  | { readonly kind: 'random'; readonly killAfterMs: number };

/** Passages that one run surely has: of a commit with many, one of many is chosen. */
const PASSAGES: Readonly<Record<Point, number>> = {
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

/** From the start of a process to its end on a busy machine; what comes too late is aimed again, earlier. */
const SHORTEST_MS = 150;
const LONGEST_MS = 3_500;

/** Half of the kills go through the points in turn, the others come at random times, alternating. */
export function plan(kills: number, random: Random): Shot[] {
  return Array.from({ length: kills }, (_, i): Shot => {
    const point = POINTS[(i >> 1) % POINTS.length];
    if (i % 2 === 1 || point === undefined)
      return { kind: 'random', killAfterMs: SHORTEST_MS + random.pick(LONGEST_MS - SHORTEST_MS) };
    return { kind: 'point', point, passage: 1 + random.pick(PASSAGES[point]) };
  });
}
