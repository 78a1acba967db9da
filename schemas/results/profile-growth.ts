import type { ByteReader, ByteWriter, Codec } from '../bytes.ts';
import type { Instant } from '../instants.ts';
import { ACCOUNT_WIDTHS, type AccountWidth } from './account-width.ts';

/** How one profile grew in [start, start + width). */
export interface ProfileGrowth {
  readonly platform: string;
  readonly account: string;
  readonly width: AccountWidth;
  readonly start: Instant;
  readonly snapshots: number;
  /** Followers gained between time-neighbour snapshots, in the window of the later one; the very first gains nothing. */
  readonly gained: number;
  /** As the newest snapshot of the window says; 0 in a window that holds none. */
  readonly followers: number;
  readonly following: number;
  readonly posts: number;
  readonly complete: boolean;
}

export const profileGrowth: Codec<ProfileGrowth> = {
  write(writer: ByteWriter, value: ProfileGrowth): void {
    writer.string(value.platform);
    writer.string(value.account);
    writer.u8(ACCOUNT_WIDTHS.indexOf(value.width));
    writer.varint(value.start);
    writer.varint(value.snapshots);
    writer.zigzag(value.gained);
    writer.varint(value.followers);
    writer.varint(value.following);
    writer.varint(value.posts);
    writer.bool(value.complete);
  },
  read(reader: ByteReader): ProfileGrowth {
    return {
      platform: reader.word(),
      account: reader.word(),
      width: ACCOUNT_WIDTHS[reader.u8()] ?? '1h',
      start: reader.varint(),
      snapshots: reader.varint(),
      gained: reader.zigzag(),
      followers: reader.varint(),
      following: reader.varint(),
      posts: reader.varint(),
      complete: reader.bool(),
    };
  },
};
