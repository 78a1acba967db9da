import { DEFAULT_LIMITS, type Mapping } from '../../schemas/mapping.ts';
import { KINDS, type Kind } from './event.ts';
import type { WorldPlatform } from './platforms.ts';

/** What an item's mapping is called: one per platform and kind. */
export function mappingNameOf(platform: string, kind: Kind): string {
  return `world:${platform}:${kind}`;
}

const FIELDS: Readonly<Record<Kind, Mapping['fields']>> = {
  mention: {
    id: 'id',
    text: 'text',
    time: 'created_at',
    author: 'author.handle',
    reach: 'author.followers',
    lang: 'lang',
    url: 'url',
  },
  post: { id: 'id', account: 'account', time: 'created_at', text: 'text', lang: 'lang', url: 'url' },
  counters: {
    id: 'id',
    account: 'account',
    post: 'post',
    time: 'observed_at',
    likes: 'likes',
    comments: 'comments',
    shares: 'shares',
    views: 'views',
    reach: 'reach',
  },
  profile: { id: 'id', account: 'account', time: 'observed_at', followers: 'followers', following: 'following' },
};

/** How the lines of a world are read, by mapping name. */
export function mappingsOf(platforms: readonly WorldPlatform[]): ReadonlyMap<string, Mapping> {
  const shared = { format: 'ndjson', time: 'auto', zone: undefined, limits: DEFAULT_LIMITS } as const;
  return new Map(
    platforms.flatMap(({ name }) =>
      KINDS.map(
        (kind) => [mappingNameOf(name, kind), { ...shared, platform: name, kind, fields: FIELDS[kind] }] as const,
      ),
    ),
  );
}
