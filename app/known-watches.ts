import { WATCHES } from '../ingest/normalise/fold.ts';
import { normalise } from '../ingest/normalise/pipeline.ts';
import { watchSetRecord } from '../ingest/normalise/watch-record.ts';
import type { Timeline } from '../runtime/log/embedded/timelines.ts';
import { sharedFold } from '../runtime/task/shared-fold.ts';
import { taskName } from '../runtime/task/task.ts';
import { decode } from '../schemas/bytes.ts';
import type { WatchSet } from '../schemas/watch.ts';
import type { Running } from './roles/all.ts';
import { placeOf } from './threads/parts.ts';

/** The watches that a timeline has taken up; undefined before the first record that it read. */
export async function knownWatches({ engine }: Running['room'], timeline: Timeline): Promise<WatchSet | undefined> {
  const task = taskName(normalise.name, placeOf(timeline, 0));
  const stored = (await engine.store.restore(task)).state.get(sharedFold.name, WATCHES);
  return stored && decode(watchSetRecord, decode(sharedFold.state, stored.value) as Uint8Array);
}
