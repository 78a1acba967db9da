import { useEffect } from 'react';
import { usePage } from './page.ts';

/** Runs `tick` at once and every `everyMs`, once only where that is undefined; from the start again when either changes. */
export function useTick(tick: () => void, everyMs: number | undefined): void {
  const { ambient } = usePage();
  useEffect(() => {
    let stop = (): void => undefined;
    const again = (): void => {
      tick();
      if (everyMs !== undefined) stop = ambient.later(again, everyMs);
    };
    again();
    return () => stop();
  }, [ambient, everyMs, tick]);
}
