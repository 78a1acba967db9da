import { MENTION_FILTERS, type View } from '../url/view.ts';

export interface ActiveFilter {
  readonly name: 'watch' | (typeof MENTION_FILTERS)[number];
  readonly value: string;
  /** The change that takes it away. */
  readonly without: Partial<View>;
}

/** Numbers and charts do not know these: windows count watches and platforms. */
export const NO_LIST_FILTERS = {
  class: undefined,
  lang: undefined,
  author: undefined,
  q: undefined,
} satisfies Partial<View>;

export const NO_FILTERS: Partial<View> = { ...NO_LIST_FILTERS, watch: [], platform: undefined, slice: undefined };

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

/** Those of them that narrow lists and nothing else. */
export function listFilters(view: View): readonly ActiveFilter[] {
  return activeFilters(view).filter(({ name }) => name in NO_LIST_FILTERS);
}
