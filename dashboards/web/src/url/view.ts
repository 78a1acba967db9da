import { choice, type Fields, instant, list, onUnless, text, zone } from './fields.ts';

/** What a person looks at. All screens share it, and all of it stands in the address. */
export interface View {
  readonly timeline: string | undefined;
  readonly watch: readonly string[];
  readonly platform: string | undefined;
  /** A length that ends now; undefined with neither `from`: the usual one. */
  readonly range: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly compare: boolean;
  /** IANA zone; undefined: this computer's. */
  readonly tz: string | undefined;
  /** A part of the period that the lists are narrowed to, `from~to`. */
  readonly slice: string | undefined;
  readonly class: 'negative' | 'neutral' | 'positive' | undefined;
  readonly lang: string | undefined;
  readonly author: string | undefined;
  readonly q: string | undefined;
  /** The mention whose details are open. */
  readonly mention: string | undefined;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z$/;
const SLICE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z)~(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z)$/;

export const VIEW: Fields<View> = {
  timeline: text(/^[a-z0-9-]{1,63}$/),
  watch: list(),
  platform: text(),
  range: text(/^\d{1,4}[mhdw]$/),
  from: instant(INSTANT),
  to: instant(INSTANT),
  compare: onUnless('none'),
  tz: zone(),
  slice: text(SLICE),
  class: choice(['negative', 'neutral', 'positive']),
  lang: text(/^.{1,35}$/),
  author: text(),
  q: text(),
  mention: text(/^men_[\w-]+$/),
};

export const USUAL_RANGE = '24h';
export const RANGES = ['1h', '6h', '24h', '7d', '28d'] as const;

export function sliceOf({ slice }: Pick<View, 'slice'>): { readonly from: string; readonly to: string } | undefined {
  const [, from, to] = SLICE.exec(slice ?? '') ?? [];
  // Also false where one of them looks like an instant and is none.
  return from !== undefined && to !== undefined && Date.parse(from) < Date.parse(to) ? { from, to } : undefined;
}

/** The other way round, from ms since 1970. */
export function sliceText({ from, to }: { readonly from: number; readonly to: number }): string {
  return `${new Date(from).toISOString()}~${new Date(to).toISOString()}`;
}

/** Filters that say which mentions, as opposed to when and how they are shown. */
export const MENTION_FILTERS = ['platform', 'class', 'lang', 'author', 'q'] as const;
