import type { ByteReader, ByteWriter, Codec } from '../bytes.ts';
import { readCounter, writeCounter } from '../counter.ts';
import { PROFILE_COUNTER_NAMES, type ProfileCounters } from '../events/account-item.ts';
import type { Instant } from '../instants.ts';
import { ACCOUNT_WIDTHS, type AccountWidth } from './account-width.ts';

/** How one profile grew in [start, start + width). Each counter is that of the newest snapshot in the window that has it; undefined: none has. */
export interface ProfileGrowth extends ProfileCounters {
  readonly platform: string;
  readonly account: string;
  readonly width: AccountWidth;
  readonly start: Instant;
  readonly snapshots: number;
  /** Followers gained between time-neighbours of those snapshots that say them, in the window of the later one; the very first gains nothing. */
  readonly gained: number;
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
    for (const name of PROFILE_COUNTER_NAMES) writeCounter(writer, value[name]);
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
      followers: readCounter(reader),
      following: readCounter(reader),
      posts: readCounter(reader),
      complete: reader.bool(),
    };
  },
};
