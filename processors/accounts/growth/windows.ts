import type { Codec } from '../../../schemas/bytes.ts';
import { readCounter, writeCounter } from '../../../schemas/counter.ts';
import { PROFILE_COUNTER_NAMES, type ProfileCounters } from '../../../schemas/events/account-item.ts';
import type { ProfileGrowth } from '../../../schemas/results/profile-growth.ts';
import type { Timed } from '../neighbours.ts';
import { windowFold } from '../window-fold.ts';
import type { GrowthChange } from './profile-readings.ts';

interface Said extends Timed {
  readonly count: number;
}

export interface GrowthState {
  snapshots: number;
  gained: number;
  /** Of each counter what the newest snapshot in the window said that has it. */
  readonly newest: Record<keyof ProfileCounters, Said | undefined>;
}

/** Times go back from the newest: mostly by nothing, and that is a byte. */
const growthState: Codec<GrowthState> = {
  write(writer, { snapshots, gained, newest }) {
    writer.varint(snapshots);
    writer.zigzag(gained);
    const last = Math.max(0, ...PROFILE_COUNTER_NAMES.map((name) => newest[name]?.time ?? 0));
    writer.varint(last);
    for (const name of PROFILE_COUNTER_NAMES) {
      const said = newest[name];
      writeCounter(writer, said?.count);
      if (said !== undefined) writer.varint(last - said.time);
    }
  },
  read(reader) {
    const state = { snapshots: reader.varint(), gained: reader.zigzag(), newest: nobodySaid() };
    const last = reader.varint();
    for (const name of PROFILE_COUNTER_NAMES) {
      const count = readCounter(reader);
      if (count !== undefined) state.newest[name] = { time: last - reader.varint(), count };
    }
    return state;
  },
};

function nobodySaid(): GrowthState['newest'] {
  return { followers: undefined, following: undefined, posts: undefined };
}

/** How each profile grew per hour and day. */
export const growth = windowFold<GrowthChange, GrowthState, ProfileGrowth>({
  name: 'growth',
  state: growthState,
  empty: () => ({ snapshots: 0, gained: 0, newest: nobodySaid() }),
  add(state, { time, gained, snapshot }) {
    state.gained += gained;
    if (snapshot === undefined) return;
    state.snapshots += 1;
    for (const name of PROFILE_COUNTER_NAMES) {
      const count = snapshot[name];
      // Two snapshots of one instant never come: the first was believed.
      if (count !== undefined && time > (state.newest[name]?.time ?? 0)) state.newest[name] = { time, count };
    }
  },
  rowOf: (place, { snapshots, gained, newest: { followers, following, posts } }, complete) => ({
    ...place,
    snapshots,
    gained,
    followers: followers?.count,
    following: following?.count,
    posts: posts?.count,
    complete,
  }),
});
