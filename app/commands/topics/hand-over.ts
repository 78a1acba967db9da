import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { decodeFeed, emptyFeed, encodeFeed, type Feed } from '../../../ingest/feed.ts';
import { mappingName } from '../../../ingest/normalise/fold.ts';
import { mappingId, mappingRecord } from '../../../ingest/normalise/mapping-record.ts';
import { peekReader } from '../../../ingest/normalise/peek.ts';
import { feederName, runSource } from '../../../ingest/runner.ts';
import { mentions } from '../../../processors/mentions/pipeline.ts';
import { TidelineError } from '../../../runtime/errors.ts';
import type { Timeline } from '../../../runtime/log/embedded/timelines.ts';
import { NO_STATE } from '../../../runtime/log/log.ts';
import { taskMeta } from '../../../runtime/task/meta.ts';
import { taskName } from '../../../runtime/task/task.ts';
import { decode, encode } from '../../../schemas/bytes.ts';
import { HOUR_MS, type Instant } from '../../../schemas/instants.ts';
import type { Mapping } from '../../../schemas/mapping.ts';
import type { CommandIo } from '../../io.ts';
import { tellHeld } from '../../log-held.ts';
import { progress } from '../../progress.ts';
import type { Room } from '../../compose.ts';
import { placeOf } from '../../threads/parts.ts';
import { letterSource, settled } from './letter-source.ts';
import { sortLetters, type LetterReader, type OpenLetter } from './sorted-letters.ts';
import { letterSourceId, type Taken } from './taken.ts';

/** A timeline whose dead letters are read again, and what that takes. */
export interface Rereading {
  readonly running: {
    readonly room: Pick<Room, 'room' | 'drained'> & { readonly engine: Pick<Room['engine'], 'store'> };
    readonly workDirectory: string;
  };
  readonly timeline: Timeline;
  readonly quiet: boolean;
  readonly io: CommandIo;
  readonly signal: AbortSignal;
}

/**
 * Feeds letters to intake, in the order of the time that their mappings (by the name of the one they had) give them; returns how
 * many. Says before how many come too late. A crash loses none and repeats none: `settle` goes before the next.
 */
export async function handOver(
  rereading: Rereading,
  mappings: ReadonlyMap<string, Mapping>,
  letters: AsyncGenerator<readonly OpenLetter[]>,
): Promise<number> {
  const { running, timeline, quiet, io, signal } = rereading;
  const { room } = running;
  const at = io.clock.now();
  const path = sortedFile(rereading);
  const source = letterSource(timeline.name, path, at);
  const held = tellHeld(io, dirname(running.workDirectory));
  const bar = progress({ label: `reading dead letters of ${timeline.name}`, unit: 'letters', quiet }, io);
  try {
    await sortAndWarn(rereading, mappings, at, letters);
    const { lines: before, lastTick, cursor } = await feedOf(rereading);
    await commit(rereading, { ...emptyFeed<Taken>(), cursor, lines: before, lastTick });
    const { lines } = await runSource(
      {
        ...timeline,
        timeline: timeline.name,
        source,
        shared: [...mappings.values()].map((mapping) => ({
          name: mappingName(mappingId(mapping)),
          value: encode(mappingRecord, mapping),
        })),
        live: false,
        mapping: '',
      },
      {
        store: room.engine.store,
        clock: io.clock,
        onPage: (page) => bar.update({ done: 0, total: undefined, count: page.lines - before }),
        room: (stop) => room.room(stop, held),
      },
      signal,
    );
    await rm(path, { force: true });
    return lines - before;
  } finally {
    bar.end();
    await source.close();
  }
}

/** Writes down what a reading had done that was cut off, of which its sorted file knows. Goes before any other reading. */
export async function settle(rereading: Rereading): Promise<void> {
  const path = sortedFile(rereading);
  const feed = await feedOf(rereading);
  if (feed.cursor?.running !== undefined) {
    const { running, ...before } = feed.cursor;
    const cursor = await settled(feed.cursor, path).catch((error: unknown) => {
      if (!(error instanceof TidelineError) || error.code !== 'FILE_UNREADABLE') throw error;
      rereading.io.stderr.write(
        `A reading of dead letters of ${rereading.timeline.name} was cut off, and which ${running.done} it had read cannot be ` +
          `known any more (${error.message}): they are open again, and what is repeated is dropped.\n`,
      );
      return before;
    });
    await commit(rereading, { ...feed, cursor });
  }
  await rm(path, { force: true });
}

function sortedFile({ running, timeline }: Rereading): string {
  return join(running.workDirectory, `dead-letters.${timeline.name}.sorted`);
}

async function sortAndWarn(
  rereading: Rereading,
  mappings: ReadonlyMap<string, Mapping>,
  now: Instant,
  letters: AsyncGenerator<readonly OpenLetter[]>,
): Promise<void> {
  const { timeline, io, signal } = rereading;
  const { horizonMs } = mentions.input;
  const lateBefore = (await clockOf(rereading)) - horizonMs;
  let [all, late] = [0, 0];
  const readers = new Map<string, LetterReader>();
  for (const [had, mapping] of mappings) {
    const read = peekReader(mapping);
    const peek: LetterReader['peek'] = (raw) => {
      const seen = read(raw, now);
      all++;
      if (seen.eventTime !== undefined && seen.eventTime < lateBefore) late++;
      return seen;
    };
    readers.set(had, { mapping: mappingId(mapping), peek });
  }
  await sortLetters(letters, ({ had }) => readers.get(had), sortedFile(rereading), signal);
  if (late === 0) return;
  io.stderr.write(
    `${late} of the ${all} dead letters of ${timeline.name} lie more than ${horizonMs / HOUR_MS} h behind what was read: ` +
      'they are kept as late, in no window. For whole figures read their file into a timeline of its own: ' +
      '`tideline replay FILE --mapping M.yaml --timeline NEW`.\n',
  );
}

/** What the mentions of a timeline that has gone its whole way are late by; 0: there was nothing yet. */
async function clockOf({ running, timeline }: Rereading): Promise<Instant> {
  const { meta } = await running.room.engine.store.restore(taskName(mentions.name, placeOf(timeline, 0)));
  return meta.length === 0 ? 0 : decode(taskMeta, meta).watermark;
}

function letterTask({ timeline: { workspace, name } }: Rereading): string {
  return feederName(workspace, name, letterSourceId(name));
}

async function feedOf(rereading: Rereading): Promise<Feed<Taken>> {
  return decodeFeed<Taken>((await rereading.running.room.engine.store.restore(letterTask(rereading))).meta);
}

async function commit(rereading: Rereading, feed: Feed<Taken>): Promise<void> {
  const unit = { task: letterTask(rereading), input: undefined, next: feed.lines, meta: encodeFeed(feed) };
  await rereading.running.room.engine.store.commit([{ ...unit, ...NO_STATE, outputs: [] }]);
}
