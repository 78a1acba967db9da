import type { Codec } from '../../../schemas/bytes.ts';
import type { ProfileGrowth } from '../../../schemas/results/profile-growth.ts';
import { windowFold } from '../window-fold.ts';
import type { GrowthChange } from './profile-readings.ts';

export interface GrowthState {
  snapshots: number;
  gained: number;
  /** Of the newest snapshot in the window. */
  time: number;
  followers: number;
  following: number;
  posts: number;
}

const growthState: Codec<GrowthState> = {
  write(writer, { snapshots, gained, time, followers, following, posts }) {
    writer.varint(snapshots);
    writer.zigzag(gained);
    writer.varint(time);
    writer.varint(followers);
    writer.varint(following);
    writer.varint(posts);
  },
  read(reader) {
    return {
      snapshots: reader.varint(),
      gained: reader.zigzag(),
      time: reader.varint(),
      followers: reader.varint(),
      following: reader.varint(),
      posts: reader.varint(),
    };
  },
};

/** How each profile grew per hour and day. */
export const growth = windowFold<GrowthChange, GrowthState, ProfileGrowth>({
  name: 'growth',
  state: growthState,
  empty: () => ({ snapshots: 0, gained: 0, time: 0, followers: 0, following: 0, posts: 0 }),
  add(state, { time, gained, snapshot }) {
    state.gained += gained;
    if (snapshot === undefined) return;
    state.snapshots += 1;
    // Two snapshots of one instant never come: the first was believed.
    if (time > state.time) Object.assign(state, snapshot, { time });
  },
  rowOf: (place, { snapshots, gained, followers, following, posts }, complete) => ({
    ...place,
    snapshots,
    gained,
    followers,
    following,
    posts,
    complete,
  }),
});
