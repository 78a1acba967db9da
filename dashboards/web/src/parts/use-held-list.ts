import { type RefObject, useRef, useState } from 'react';
import type { Mention } from '../../../../api/schemas/answers.ts';

export interface HeldList<Scrolled extends HTMLElement> {
  /** Of the element that scrolls. */
  readonly list: RefObject<Scrolled | null>;
  readonly shown: readonly Mention[];
  /** How many wait. */
  readonly waiting: number;
  showNew(): void;
}

const TOP_PX = 8;

/** New rows push the others away only where nobody reads: with the list scrolled to its top, and the pointer elsewhere. */
export function useHeldList<Scrolled extends HTMLElement>(items: readonly Mention[]): HeldList<Scrolled> {
  const list = useRef<Scrolled>(null);
  const [shown, setShown] = useState(items);
  const firstShown = shown[0]?.id;
  const place = items.findIndex(({ id }) => id === firstShown);
  const isRead = (list.current?.scrollTop ?? 0) > TOP_PX || (list.current?.matches(':hover') ?? false);
  // Another list altogether, or nobody reads: what is there is shown.
  const isCurrent = items === shown || (isRead && place > 0);
  if (!isCurrent) setShown(items);
  return {
    list,
    shown: isCurrent ? shown : items,
    waiting: isCurrent && items !== shown ? place : 0,
    showNew() {
      list.current?.scrollTo({ top: 0 });
      setShown(items);
    },
  };
}
