import { type UIEvent, useCallback, useMemo, useRef, useState } from 'react';
import type { Mention } from '../../../../api/schemas/answers.ts';

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
  /** The first row that is shown. */
  const [heldAt, setHeldAt] = useState<string>();
  // Another list altogether has not that row, and is shown from its begin.
  const waiting =
    heldAt === undefined
      ? 0
      : Math.max(
          0,
          items.findIndex(({ id }) => id === heldAt),
        );
  const shown = useMemo(() => (waiting === 0 ? items : items.slice(waiting)), [items, waiting]);
  const first = shown[0]?.id;
  const onScroll = useCallback(
    ({ currentTarget }: UIEvent<HTMLElement>) => setHeldAt(currentTarget.scrollTop > TOP_PX ? first : undefined),
    [first],
  );
  const showNew = useCallback(() => {
    ref.current?.scrollTo({ top: 0 });
    setHeldAt(undefined);
  }, []);
  return { ref, shown, waiting, showNew, onScroll };
}
