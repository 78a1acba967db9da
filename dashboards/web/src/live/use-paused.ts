import { useSyncExternalStore } from 'react';
import { usePage } from '../page.ts';

export function usePaused(): boolean {
  const { pause } = usePage().live;
  return useSyncExternalStore(pause.listen, pause.isPaused);
}
