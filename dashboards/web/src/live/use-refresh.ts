import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { usePage } from '../page.ts';

/** Whatever was missed while the connection was away is asked for when it is back. */
export function useRefresh(): void {
  const { connection } = usePage().live;
  const queries = useQueryClient();
  useEffect(() => {
    let wasAway = false;
    return connection.listen(() => {
      const { kind } = connection.state();
      if (kind === 'open' && wasAway) void queries.invalidateQueries();
      wasAway = kind === 'waiting' || (wasAway && kind !== 'open');
    });
  }, [connection, queries]);
}
