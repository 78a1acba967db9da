import { COUNTER_NAMES, PROFILE_COUNTER_NAMES } from './events/account-item.ts';

/** How a recorded file's columns become fields: the parsed form of a mapping file. Public and kept. */
export interface Mapping {
  readonly format: 'ndjson' | 'csv' | 'tsv';
  readonly platform: string;
  readonly kind: ItemKind;
  /** Our field → their column or dotted path, among those of the kind (`KIND_FIELDS`). */
  readonly fields: Readonly<Partial<Record<MappedField, string | undefined>>>;
  readonly time: 'auto' | 'epoch-s' | 'epoch-ms';
  /** IANA zone of times written without one. */
  readonly zone: string | undefined;
  readonly limits: MappingLimits;
  /** Fields that may hold only one of these values (or nothing); anything else is a dead letter `unknown-value`. */
  readonly values?: Readonly<Partial<Record<ListedField, readonly string[]>>>;
  /** The names in a CSV or TSV file's header, in its order; it is not in the mapping file but read from the recorded one. */
  readonly columns?: readonly string[];
}

export const MAPPED_FIELDS = [
  'id',
  'text',
  'time',
  'author',
  'url',
  'lang',
  'reach',
  'account',
  'post',
  'posted',
  'likes',
  'comments',
  'shares',
  'views',
  'followers',
  'following',
  'posts',
] as const;
export type MappedField = (typeof MAPPED_FIELDS)[number];

export const ITEM_KINDS = ['mention', 'post', 'counters', 'profile'] as const;
/** A text of anybody; what an account published; a snapshot of a post's counters; one of a profile's. */
export type ItemKind = (typeof ITEM_KINDS)[number];

/** What can be mapped for each kind. `needed`: each of these; `oneOf`: at least one. */
export const KIND_FIELDS: Readonly<
  Record<
    ItemKind,
    {
      readonly needed: readonly MappedField[];
      readonly oneOf: readonly MappedField[];
      readonly more: readonly MappedField[];
    }
  >
> = {
  mention: { needed: ['id', 'text', 'time'], oneOf: [], more: ['author', 'url', 'lang', 'reach'] },
  post: { needed: ['id', 'account', 'time'], oneOf: [], more: ['text', 'url', 'lang'] },
  counters: {
    needed: ['id', 'account', 'post', 'time'],
    oneOf: COUNTER_NAMES,
    more: ['posted'],
  },
  profile: { needed: ['id', 'account', 'time'], oneOf: PROFILE_COUNTER_NAMES, more: [] },
};

/** Every field of a kind, the needed ones first. */
export function fieldsOf(kind: ItemKind): readonly MappedField[] {
  const { needed, oneOf, more } = KIND_FIELDS[kind];
  return [...needed, ...oneOf, ...more];
}

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
