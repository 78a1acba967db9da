import { MAIN_WORKSPACE } from '../schemas/ids.ts';
import type { Watch } from '../schemas/watch.ts';
import { knownWatches } from './known-watches.ts';
import type { Running } from './roles/all.ts';

/** What the timelines of a running directory listen for, by their names. */
export function watchesIn({ room }: Running): (name: string) => Promise<readonly Watch[] | undefined> {
  return async (name) => {
    const all = room.engine.timelines.all();
    const timeline = all.find((one) => one.workspace === MAIN_WORKSPACE && one.name === name);
    return timeline && (await knownWatches(room, timeline))?.watches;
  };
}
