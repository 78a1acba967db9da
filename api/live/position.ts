import type { Place, Position, Step } from '../../schemas/live-mention.ts';

/** Positions of one timeline: as many places each. */

export function moved(position: Position, { partition, after }: Pick<Step, 'partition' | 'after'>): Position {
  return position.with(partition, after);
}

/** `a` has read all that `b` has. */
export function reaches(a: Position, b: Position): boolean {
  return b.every(({ next }, i) => nextOf(a[i]) >= next);
}

export function isSame(a: Position, b: Position): boolean {
  return a.every(({ next }, i) => nextOf(b[i]) === next);
}

/** Records that lie between. */
export function distance(from: Position, to: Position): number {
  return to.reduce((sum, { next }, i) => sum + Math.max(0, next - nextOf(from[i])), 0);
}

function nextOf(place: Place | undefined): number {
  return place?.next ?? 0;
}
