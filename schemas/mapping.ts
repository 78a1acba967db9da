/** How a recorded file's columns become fields: the parsed form of a mapping file. Public and kept. */
export interface Mapping {
  readonly format: 'ndjson' | 'csv' | 'tsv';
  readonly platform: string;
  readonly kind: 'mention' | 'post' | 'post-metrics';
  /** Our field → their column or dotted path. `id`, `text` and `time` are needed for mentions. */
  readonly fields: Readonly<Record<MappedField, string | undefined>>;
  readonly time: 'auto' | 'epoch-s' | 'epoch-ms';
  /** IANA zone of times written without one. */
  readonly zone: string | undefined;
  readonly limits: MappingLimits;
  /** Fields that may hold only one of these values (or nothing); anything else is a dead letter `unknown-value`. */
  readonly values?: Readonly<Partial<Record<ListedField, readonly string[]>>>;
  /** The names in a CSV or TSV file's header, in its order; it is not in the mapping file but read from the recorded one. */
  readonly columns?: readonly string[];
}

export const MAPPED_FIELDS = ['id', 'text', 'time', 'author', 'url', 'lang', 'reach'] as const;
export type MappedField = (typeof MAPPED_FIELDS)[number];

/** No field mapped yet: what a mapping's fields are built from. */
export const NO_FIELDS: Mapping['fields'] = {
  id: undefined,
  text: undefined,
  time: undefined,
  author: undefined,
  url: undefined,
  lang: undefined,
  reach: undefined,
};

export const LISTED_FIELDS = ['author', 'lang'] as const;
export type ListedField = (typeof LISTED_FIELDS)[number];

/** Beyond these a line is a dead letter, which may be replayed with larger ones. */
export interface MappingLimits {
  readonly lineBytes: number; //  default 1 MiB
  readonly textBytes: number; //  default 256 KiB
  readonly depth: number; //      default 64
}

export const DEFAULT_LIMITS: MappingLimits = { lineBytes: 1_048_576, textBytes: 262_144, depth: 64 };
