import type { Filter } from '../live/protocol.ts';
import type { View } from '../url/view.ts';

export const FACETS = ['class', 'platform', 'watch', 'lang', 'author'] as const;
export type FacetName = (typeof FACETS)[number];

/** A facet is counted without its own filter: its other values are the way to change one's mind. */
export function withoutOwn(filter: Filter, by: FacetName): Filter {
  return Object.fromEntries(Object.entries(filter).filter(([name]) => name !== by));
}

export function isChosen(view: View, by: FacetName, value: string): boolean {
  return by === 'watch' ? view.watch.includes(value) : view[by] === value;
}

/** Choosing again takes back. Of watches there may be several. */
export function toggled(view: View, by: FacetName, value: string): Partial<View> {
  const isOn = isChosen(view, by, value);
  if (by === 'watch') {
    return { watch: isOn ? view.watch.filter((watch) => watch !== value) : [...view.watch, value] };
  }
  return { [by]: isOn ? undefined : value };
}
