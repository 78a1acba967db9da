import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeFeed, emptyFeed, encodeFeed, type Feed } from '../../../ingest/feed.ts';
import { mappingName } from '../../../ingest/normalise/fold.ts';
import { mappingId, mappingRecord } from '../../../ingest/normalise/mapping-record.ts';
import { peekReader } from '../../../ingest/normalise/peek.ts';
import { feederName, runSource } from '../../../ingest/runner.ts';
import type { Timeline } from '../../../runtime/log/embedded/timelines.ts';
import { NO_STATE, type TaskStore } from '../../../runtime/log/log.ts';
import { encode } from '../../../schemas/bytes.ts';
import type { CommandIo } from '../../io.ts';
import { progress } from '../../progress.ts';
import type { Running } from '../../roles/all.ts';
import { letterSource } from './letter-source.ts';
import type { PlacedLetter } from './letters.ts';
import { sortLetters } from './sorted-letters.ts';
import { letterSourceId, NONE_TAKEN, type Taken } from './taken.ts';
import type { Target } from './target-mappings.ts';

/** A timeline whose dead letters are read again, and what that takes. */
export interface Rereading {
  readonly running: Pick<Running, 'room' | 'workDirectory'>;
  readonly timeline: Timeline;
  readonly quiet: boolean;
  readonly io: CommandIo;
  readonly signal: AbortSignal;
}

/** Which letters of the timeline were read again so far. */
export async function takenOf(store: TaskStore, timeline: Timeline): Promise<Taken> {
  return decodeFeed<Taken>((await store.restore(letterTask(timeline))).meta).cursor ?? NONE_TAKEN;
}

/**
 * Feeds letters to intake, in the order of the time that the mapping gives them; returns how many. A crash loses none and repeats
 * none: what was taken is in the cursor, and the next command goes on with the rest.
 */
export async function handOver(
  { running, timeline, quiet, io, signal }: Rereading,
  mapping: Target['mapping'],
  letters: AsyncGenerator<readonly PlacedLetter[]>,
): Promise<number> {
  const { room, workDirectory } = running;
  const { store } = room.engine;
  const sorted = join(workDirectory, 'dead-letters.sorted');
  const peek = peekReader(mapping);
  const name = mappingId(mapping);
  const now = io.clock.now();
  const source = letterSource(timeline.name, sorted, { at: now, mapping: name });
  const bar = progress({ label: `reading dead letters of ${timeline.name}`, unit: 'letters', quiet }, io);
  try {
    await sortLetters(letters, (raw) => peek(raw, now), sorted, signal);
    const { lines: before } = await beginFeed(store, timeline);
    const shared = [{ name: mappingName(name), value: encode(mappingRecord, mapping) }];
    const { lines } = await runSource(
      { ...timeline, timeline: timeline.name, source, mapping: name, shared, live: false },
      {
        store,
        clock: io.clock,
        onPage: (page) => bar.update({ done: 0, total: undefined, count: page.lines - before }),
        room: (stop) =>
          room.room(stop, (readers) => io.stderr.write(`The log is full: intake waits for ${readers.join(', ')}\n`)),
      },
      signal,
    );
    return lines - before;
  } finally {
    bar.end();
    await source.close();
    await rm(sorted, { force: true });
  }
}

function letterTask({ workspace, name }: Timeline): string {
  return feederName(workspace, name, letterSourceId(name));
}

/** The feed of dead letters is never done: this begins its next reading, with what earlier ones took and ticked. */
async function beginFeed(store: TaskStore, timeline: Timeline): Promise<Feed<Taken>> {
  const task = letterTask(timeline);
  const { meta, next } = await store.restore(task);
  const { cursor, lines, lastTick } = decodeFeed<Taken>(meta);
  const feed = { ...emptyFeed<Taken>(), cursor, lines, lastTick };
  await store.commit([{ task, input: undefined, next, meta: encodeFeed(feed), ...NO_STATE, outputs: [] }]);
  return feed;
}
