import type { Mention } from '../../../../api/schemas/answers.ts';

/** How many of `items` stand above the first held one; all of them where it has gone, for then they are all newer. */
export function waitingAbove(held: readonly Mention[], items: readonly Mention[]): number {
  const [first] = held;
  const place = items.findIndex(({ id }) => id === first?.id);
  return place === -1 ? items.length : place;
}

/** The held rows, and below them what follows the last of them in `items`. The same array while nothing does. */
export function extended(held: readonly Mention[], items: readonly Mention[]): readonly Mention[] {
  const last = held.at(-1);
  const place = items.findLastIndex(({ id }) => id === last?.id);
  return place === -1 || place === items.length - 1 ? held : [...held, ...items.slice(place + 1)];
}
