import type { Filter } from '../live/protocol.ts';

/** `?a=1&b=2`, parameters in the order of their names, so that equal questions are equal texts. */
export function queryText(filter: Filter): string {
  const asked = new URLSearchParams();
  for (const name of Object.keys(filter).toSorted()) {
    for (const value of [filter[name] ?? []].flat()) asked.append(name, value);
  }
  const written = asked.toString();
  return written === '' ? '' : `?${written}`;
}
