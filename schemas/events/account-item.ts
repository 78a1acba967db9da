import type { ByteReader, ByteWriter, Codec } from '../bytes.ts';
import { readCounter, writeCounter } from '../counter.ts';
import type { Instant } from '../instants.ts';

/** What platforms count of a post, always since it came out. */
export const COUNTER_NAMES = ['likes', 'comments', 'shares', 'views', 'reach'] as const;

/** Cumulative. One that the platform did not say is undefined, not 0: it takes no part in that reading. */
export type PostCounters = Readonly<Record<(typeof COUNTER_NAMES)[number], number | undefined>>;

interface OfAccount {
  readonly platform: string;
  /** As the platform calls the profile. */
  readonly account: string;
  /** When it was published, or when the platform was asked for the counters. */
  readonly time: Instant;
  readonly received: Instant;
}

/** Something an account published. */
export interface Post extends OfAccount {
  readonly kind: 'post';
  /** The platform's own id, as written there (never through a number). */
  readonly id: string;
  readonly url: string;
  readonly lang: string;
  readonly text: string;
}

/** A snapshot of a post's counters. */
export interface PostSnapshot extends OfAccount {
  readonly kind: 'counters';
  readonly post: string;
  /** When the post came out; 0 where the platform does not say. */
  readonly posted: Instant;
  readonly counters: PostCounters;
}

/** What platforms count of a profile; undefined as of a post. */
export const PROFILE_COUNTER_NAMES = ['followers', 'following', 'posts'] as const;
export type ProfileCounters = Readonly<Record<(typeof PROFILE_COUNTER_NAMES)[number], number | undefined>>;

/** A snapshot of a profile's counters. */
export interface ProfileSnapshot extends OfAccount, ProfileCounters {
  readonly kind: 'profile';
}

/** One record of the stream `accounts`. */
export type AccountItem = Post | PostSnapshot | ProfileSnapshot;

const KINDS = ['post', 'counters', 'profile'] as const;

export const accountItem: Codec<AccountItem> = {
  write(writer: ByteWriter, value: AccountItem): void {
    writer.u8(KINDS.indexOf(value.kind));
    writer.string(value.platform);
    writer.string(value.account);
    writer.varint(value.time);
    writer.zigzag(value.received - value.time);
    switch (value.kind) {
      case 'post':
        for (const text of [value.id, value.url, value.lang, value.text]) writer.string(text);
        return;
      case 'counters':
        writer.string(value.post);
        writer.varint(value.posted);
        return writeCounters(writer, value.counters);
      case 'profile':
        for (const name of PROFILE_COUNTER_NAMES) writeCounter(writer, value[name]);
    }
  },
  read(reader: ByteReader): AccountItem {
    const kind = KINDS[reader.u8()] ?? 'post';
    const platform = reader.word();
    const account = reader.word();
    const time = reader.varint();
    const of = { platform, account, time, received: time + reader.zigzag() };
    switch (kind) {
      case 'post':
        return { kind, ...of, id: reader.string(), url: reader.string(), lang: reader.word(), text: reader.string() };
      case 'counters':
        return { kind, ...of, post: reader.string(), posted: reader.varint(), counters: readCounters(reader) };
      case 'profile':
        return {
          kind,
          ...of,
          followers: readCounter(reader),
          following: readCounter(reader),
          posts: readCounter(reader),
        };
    }
  },
};

export function writeCounters(writer: ByteWriter, counters: PostCounters): void {
  for (const name of COUNTER_NAMES) writeCounter(writer, counters[name]);
}

export function readCounters(reader: ByteReader): PostCounters {
  return {
    likes: readCounter(reader),
    comments: readCounter(reader),
    shares: readCounter(reader),
    views: readCounter(reader),
    reach: readCounter(reader),
  };
}
