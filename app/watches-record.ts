import { isDeepStrictEqual } from 'node:util';
import { WATCHES } from '../ingest/normalise/fold.ts';
import { watchSetRecord } from '../ingest/normalise/watch-record.ts';
import type { Timeline } from '../runtime/log/embedded/timelines.ts';
import { decode, encode } from '../schemas/bytes.ts';
import type { Watch } from '../schemas/watch.ts';
import type { CommandIo } from './io.ts';
import { knownWatches } from './known-watches.ts';
import type { Running } from './roles/all.ts';
import { watchChanges } from './watch-changes.ts';

/**
 * The watches as a broadcast record: of the next version when they differ from those the timeline has taken up, which is said. Sent
 * at every run, since others may wait in intake that nobody has read yet.
 */
export async function watchesRecord(
  room: Running['room'],
  timeline: Timeline,
  watches: readonly Watch[],
  io: CommandIo,
): Promise<{ name: string; value: Uint8Array }> {
  const known = await knownWatches(room, timeline);
  const wanted = { version: (known?.version ?? 0) + 1, watches };
  const next = decode(watchSetRecord, encode(watchSetRecord, wanted));
  if (known === undefined) return { name: WATCHES, value: encode(watchSetRecord, next) };
  for (const line of watchChanges(known.watches, next.watches, timeline.name)) io.stderr.write(`${line}\n`);
  const same = isDeepStrictEqual(known.watches, next.watches);
  return { name: WATCHES, value: encode(watchSetRecord, same ? known : next) };
}
