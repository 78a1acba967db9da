import { type UIEvent, useCallback, useMemo, useRef, useState } from 'react';
import type { Mention } from '../../../../api/schemas/answers.ts';
import { extended, waitingAbove } from './held-rows.ts';

export interface HeldList<Scrolled extends HTMLElement> {
  readonly shown: readonly Mention[];
  /** How many wait above those. */
  readonly waiting: number;
  showNew(): void;
  /** For the element that scrolls. */
  readonly ref: { current: Scrolled | null };
  onScroll(event: UIEvent<HTMLElement>): void;
}

const TOP_PX = 8;

/** New rows come in at the top while the list is scrolled to its top; while somebody reads further down they wait, and nothing moves. */
export function useHeldList<Scrolled extends HTMLElement>(items: readonly Mention[]): HeldList<Scrolled> {
  const ref = useRef<Scrolled>(null);
  const [held, setHeld] = useState<readonly Mention[]>();
  const waiting = held === undefined ? 0 : waitingAbove(held, items);
  // Older rows that were loaded meanwhile join at the end.
  const shown = useMemo(() => (held === undefined ? items : extended(held, items)), [held, items]);
  const onScroll = useCallback(
    ({ currentTarget }: UIEvent<HTMLElement>) => setHeld(currentTarget.scrollTop > TOP_PX ? shown : undefined),
    [shown],
  );
  const showNew = useCallback(() => {
    ref.current?.scrollTo({ top: 0 });
    setHeld(undefined);
  }, []);
  return { ref, shown, waiting, showNew, onScroll };
}
