import { useMemo, useSyncExternalStore } from 'react';
import { useStableFilter } from '../ask/use-stable-filter.ts';
import type { Filter } from './protocol.ts';
import type { Topic } from './topic.ts';

/** The topic of a filter, and what it shows; drawn again when that changes. */
export function useTopic<State>(
  topicOf: (filter: Filter) => Topic<State>,
  asked: Filter,
): readonly [State | undefined, Topic<State>] {
  const filter = useStableFilter(asked);
  const topic = useMemo(() => topicOf(filter), [topicOf, filter]);
  return [useSyncExternalStore(topic.listen, topic.shown), topic];
}
