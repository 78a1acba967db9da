import type { Columns } from './columns.ts';
import type { Period } from './points.ts';

/** What a plot shows now. */
export interface Picture {
  readonly columns: Columns;
  readonly period: Period | undefined;
}

/** The newest picture, outside of React: ten new ones a second must not render anything. */
export interface Pictures {
  read(): Picture;
  write(next: Picture): void;
  /** Told after every write; the answer ends it. */
  subscribe(told: () => void): () => void;
}

export function createPictures(first: Picture): Pictures {
  let picture = first;
  const listeners = new Set<() => void>();
  return {
    read: () => picture,
    write(next) {
      picture = next;
      for (const told of listeners) told();
    },
    subscribe(told) {
      listeners.add(told);
      return () => void listeners.delete(told);
    },
  };
}
