import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { usePage } from '../page.ts';

/** Whatever was missed while the connection was away is asked for when it is back; a paused page stands still until it goes on. */
export function useRefresh(): void {
  const { connection, pause } = usePage().live;
  const queries = useQueryClient();
  useEffect(() => {
    let hasMissed = false;
    const refresh = (): void => {
      const { kind } = connection.state();
      hasMissed ||= kind === 'waiting';
      if (!hasMissed || kind !== 'open' || pause.isPaused()) return;
      hasMissed = false;
      void queries.invalidateQueries();
    };
    const stops = [connection.listen(refresh), pause.listen(refresh)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [connection, pause, queries]);
}
