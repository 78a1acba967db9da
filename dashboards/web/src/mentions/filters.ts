import { MENTION_FILTERS, type View } from '../url/view.ts';

export interface ActiveFilter {
  readonly name: 'watch' | (typeof MENTION_FILTERS)[number];
  readonly value: string;
  /** The change that takes it away. */
  readonly without: Partial<View>;
}

export const NO_FILTERS: Partial<View> = {
  watch: [],
  platform: undefined,
  class: undefined,
  lang: undefined,
  author: undefined,
  q: undefined,
  slice: undefined,
};

/** Every filter that is on, one for each value. */
export function activeFilters(view: View): readonly ActiveFilter[] {
  const watches = view.watch.map((value): ActiveFilter => {
    return { name: 'watch', value, without: { watch: view.watch.filter((watch) => watch !== value) } };
  });
  const others = MENTION_FILTERS.flatMap((name): ActiveFilter[] => {
    const value = view[name];
    return value === undefined ? [] : [{ name, value, without: { [name]: undefined } }];
  });
  return [...watches, ...others];
}
