import { useEffect, useState } from 'react';
import { usePage } from './page.ts';

/** The time, read again every `everyMs`; never again when that is undefined. */
export function useNow(everyMs: number | undefined): number {
  const { ambient } = usePage();
  const [now, setNow] = useState(ambient.now());
  useEffect(() => {
    if (everyMs === undefined) return undefined;
    let stop = (): void => undefined;
    const again = (): void => {
      setNow(ambient.now());
      stop = ambient.later(again, everyMs);
    };
    again();
    return () => stop();
  }, [ambient, everyMs]);
  return now;
}
