import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { queryText } from '../ask/query-text.ts';
import type { Filter } from './protocol.ts';
import type { Topic } from './topic.ts';

/** The topic of a filter, and what it shows; drawn again when that changes. */
export function useTopic<State>(topicOf: (filter: Filter) => Topic<State>, filter: Filter): [State | undefined, Topic<State>] {
  const text = queryText(filter);
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- `text` is the filter by value; its object is new at each render
  const topic = useMemo(() => topicOf(filter), [topicOf, text]);
  const listen = useCallback((told: () => void) => topic.listen(told), [topic]);
  return [useSyncExternalStore(listen, topic.shown), topic];
}
