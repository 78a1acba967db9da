import { useState } from 'react';
import type { Filter } from '../live/protocol.ts';
import { queryText } from './query-text.ts';

/** The same object for as long as it asks for the same: filters are made anew whenever a component is drawn. */
export function useStableFilter(filter: Filter): Filter {
  const [kept, setKept] = useState(filter);
  if (queryText(kept) === queryText(filter)) return kept;
  setKept(filter);
  return filter;
}
