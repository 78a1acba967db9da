import { useSyncExternalStore } from 'react';
import { usePage } from '../page.ts';
import type { LinkState } from './link.ts';

export function useLink(): LinkState {
  const { connection } = usePage().live;
  return useSyncExternalStore(connection.listen, connection.state);
}
