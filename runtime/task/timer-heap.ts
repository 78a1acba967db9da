import type { TimerPlace } from '../log/log.ts';

/** By code point, as stored keys are ordered by their UTF-8 bytes: the order must not depend on where a timer lies. */
export function byCodePoint(a: string, b: string): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above every other unit. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** Timers fire in the order (due, fold, key). */
export function byPlace(a: TimerPlace, b: TimerPlace): number {
  return a.due - b.due || byCodePoint(a.fold, b.fold) || byCodePoint(a.key, b.key);
}

/** A binary heap of timers, earliest first. */
export function placeHeap() {
  const heap: TimerPlace[] = [];
  const at = (i: number): TimerPlace => heap[i] as TimerPlace;
  const swap = (i: number, j: number): void => {
    [heap[i], heap[j]] = [at(j), at(i)];
  };

  return {
    peek: (): TimerPlace | undefined => heap[0],

    push(place: TimerPlace): void {
      heap.push(place);
      for (let i = heap.length - 1; i > 0;) {
        const parent = (i - 1) >> 1;
        if (byPlace(at(parent), at(i)) <= 0) return;
        swap(i, parent);
        i = parent;
      }
    },

    pop(): TimerPlace | undefined {
      const top = heap[0];
      const last = heap.pop();
      if (last === undefined || heap.length === 0) return top;
      heap[0] = last;
      for (let i = 0; ;) {
        let least = i;
        for (const child of [2 * i + 1, 2 * i + 2]) {
          if (child < heap.length && byPlace(at(child), at(least)) < 0) least = child;
        }
        if (least === i) return top;
        swap(i, least);
        i = least;
      }
    },
  };
}
