import { useSyncExternalStore } from 'react';
import { usePage } from '../page.ts';
import type { LinkState } from './connection.ts';

export function useLink(): LinkState {
  const { connection } = usePage().live;
  return useSyncExternalStore(connection.listen, connection.state);
}
