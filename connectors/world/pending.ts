import type { Instant } from '../../schemas/instants.ts';

/** Something that will arrive, by the keys it can be made from: small, since up to three days of late items wait at once. */
export interface Pending {
  readonly at: Instant;
  /** Which producer makes it. */
  readonly kind: number;
  /** The producer's own keys. */
  readonly unit: number;
  readonly period: number;
  readonly index: number;
  /** 0: the item; 1: its repeat. */
  readonly copy: number;
}

/** Total, by content alone: two worlds that hold the same pending items order them alike, however they came to hold them. */
function compare(a: Pending, b: Pending): number {
  return (
    a.at - b.at || a.kind - b.kind || a.unit - b.unit || a.period - b.period || a.index - b.index || a.copy - b.copy
  );
}

export interface PendingHeap {
  readonly size: number;
  first(): Pending | undefined;
  push(item: Pending): void;
  take(): Pending | undefined;
}

/** A binary heap, the earliest first. */
export function pendingHeap(): PendingHeap {
  const items: Pending[] = [];
  const up = (item: Pending): void => {
    let at = items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = items[parent];
      if (above === undefined || compare(above, item) <= 0) break;
      items[at] = above;
      at = parent;
    }
    items[at] = item;
  };
  const down = (item: Pending): void => {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      const right = items[child + 1];
      let lower = items[child];
      if (lower !== undefined && right !== undefined && compare(right, lower) < 0) {
        lower = right;
        child++;
      }
      if (lower === undefined || compare(item, lower) <= 0) break;
      items[at] = lower;
      at = child;
    }
    items[at] = item;
  };
  return {
    get size() {
      return items.length;
    },
    first: () => items[0],
    push: up,
    take() {
      const first = items[0];
      const last = items.pop();
      if (last !== undefined && items.length > 0) down(last);
      return first;
    },
  };
}
