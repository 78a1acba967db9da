import type { ByteReader, ByteWriter, Codec } from '../bytes.ts';
import { readCounter, writeCounter } from '../counter.ts';
import { PROFILE_COUNTER_NAMES, type ProfileCounters } from '../events/account-item.ts';
import { accountWindow, type AccountWindow } from './account-window.ts';

/** How one profile grew in a window. Each counter is that of the newest snapshot in the window that has it; undefined: none has. */
export interface ProfileGrowth extends AccountWindow, ProfileCounters {
  readonly snapshots: number;
  /** Followers gained between time-neighbours of those snapshots that say them, in the window of the later one; the very first gains nothing. */
  readonly gained: number;
  readonly complete: boolean;
}

export const profileGrowth: Codec<ProfileGrowth> = {
  write(writer: ByteWriter, value: ProfileGrowth): void {
    accountWindow.write(writer, value);
    writer.varint(value.snapshots);
    writer.zigzag(value.gained);
    for (const name of PROFILE_COUNTER_NAMES) writeCounter(writer, value[name]);
    writer.bool(value.complete);
  },
  read(reader: ByteReader): ProfileGrowth {
    return {
      ...accountWindow.read(reader),
      snapshots: reader.varint(),
      gained: reader.zigzag(),
      followers: readCounter(reader),
      following: readCounter(reader),
      posts: readCounter(reader),
      complete: reader.bool(),
    };
  },
};
