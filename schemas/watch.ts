/**
 * A listening query. Terms are words, phrases ("virgin america"), handles (@united) or hashtags (#delayed); a text matches when
 * it holds one of `any` (if there are some), all of `all` and none of `none`. Case and accents do not count.
 */
export interface Watch {
  readonly name: string;
  readonly any: readonly string[];
  readonly all: readonly string[];
  readonly none: readonly string[];
}

/** All watches of a workspace at one version; a version applies from its record on, in every partition of intake. */
export interface WatchSet {
  readonly version: number;
  readonly watches: readonly Watch[];
}
