import { createContext, type ReactNode, use, useCallback, useState } from 'react';
import { useTick } from '../use-tick.ts';
import { usePaused } from './use-paused.ts';
import { usePresent } from './use-present.ts';

const EVERY_MS = 1_000;

const NowContext = createContext(0);

/** Reads the timeline's now once a second for all ages of the page, which so change in one go; a paused page stands still altogether. */
export function Now({ children }: { readonly children: ReactNode }) {
  const present = usePresent();
  const [now, setNow] = useState(present);
  useTick(
    useCallback(() => setNow(present()), [present]),
    usePaused() ? undefined : EVERY_MS,
  );
  return <NowContext value={now}>{children}</NowContext>;
}

/** The timeline's now, ms since 1970, to the second. */
export function useNow(): number {
  return use(NowContext);
}
