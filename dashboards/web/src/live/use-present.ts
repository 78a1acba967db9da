import { useCallback } from 'react';
import { usePage } from '../page.ts';
import { useView } from '../url/use-view.ts';
import { presentAt } from './present.ts';
import { useTopic } from './use-topic.ts';

/** Tells the timeline's own now, ms since 1970, whenever it is called. Another function when the first status has come. */
export function usePresent(): () => number {
  const { ambient, live } = usePage();
  const [first, topic] = useTopic(live.status, useView().parameters.timeline);
  const isHeard = first !== undefined;
  return useCallback(() => presentAt(ambient.now(), isHeard ? topic.latest() : undefined), [ambient, isHeard, topic]);
}
