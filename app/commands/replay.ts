import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { fingerprintFile } from '../../connectors/replay/fingerprint.ts';
import { readHeader } from '../../connectors/replay/header.ts';
import type { ReplayCursor } from '../../connectors/replay/options.ts';
import { replaySource, type ReplaySource } from '../../connectors/replay/source.ts';
import { decodeFeed, emptyFeed, encodeFeed, type Feed } from '../../ingest/feed.ts';
import { withColumns } from '../../ingest/normalise/csv/header.ts';
import { mappingName, WATCHES } from '../../ingest/normalise/fold.ts';
import { readMapping } from '../../ingest/normalise/mapping-file.ts';
import { mappingId, mappingRecord } from '../../ingest/normalise/mapping-record.ts';
import { normalise } from '../../ingest/normalise/pipeline.ts';
import { peekReader } from '../../ingest/normalise/peek.ts';
import { watchSetRecord } from '../../ingest/normalise/watch-record.ts';
import { feederName, runSource } from '../../ingest/runner.ts';
import { messageOf, TidelineError } from '../../runtime/errors.ts';
import { sharedFold } from '../../runtime/task/shared-fold.ts';
import { taskName } from '../../runtime/task/task.ts';
import { decode, encode } from '../../schemas/bytes.ts';
import { isSlug, MAIN_WORKSPACE, slugOf } from '../../schemas/ids.ts';
import type { Mapping } from '../../schemas/mapping.ts';
import type { Watch } from '../../schemas/watch.ts';
import { loadConfig } from '../config/load.ts';
import type { CommandIo } from '../io.ts';
import type { CommonOptions } from '../options.ts';
import { progress } from '../progress.ts';
import { startAll, type CrashHooks, type Running } from '../roles/all.ts';
import { summary } from '../summary.ts';

/** Larger pages are larger commits: the state of a window that grows is written once per commit. */
const MAX_SPEED_PAGE = 16_000;

export interface ReplayCommandOptions extends CommonOptions {
  readonly file: string;
  readonly mapping: string;
  readonly speed: 'max' | number;
  readonly order: 'time' | 'file';
  readonly timeline?: string;
  readonly partitions?: number;
  readonly again: boolean;
}

/** Reads a recorded file into its timeline, waits until every row is stored, and prints the counts. */
export async function replay(options: ReplayCommandOptions, io: CommandIo, hooks: CrashHooks = {}): Promise<number> {
  const config = loadConfig(options, io);
  const running = await startAll('replay', options, config, io, hooks);
  try {
    await replayInto(running, { ...options, usually: config.partitions }, config.watches, io);
    return 0;
  } finally {
    await running.stop();
  }
}

/** The same on a room that is open already; `up` shows the shipped stream with it. */
export async function replayInto(
  running: Running,
  options: ReplayCommandOptions & { usually: number },
  watches: readonly Watch[],
  io: CommandIo,
): Promise<void> {
  const path = resolve(io.cwd, options.file);
  const mapping = await mappingOf(options, path, io);
  const timeline = timelineOf(options);
  const fingerprint = await fingerprintFile(path, io.signal);
  const identity = `${fingerprint.sha256} ${mappingId(mapping)}`;
  const source = replaySource(
    {
      id: `replay:${timeline}`,
      path,
      mapping,
      order: options.order,
      speed: options.speed,
      ...(options.speed === 'max' ? { pageItems: MAX_SPEED_PAGE } : {}),
      workDirectory: running.workDirectory,
      contentKey: createHash('sha256').update(`${identity} ${options.order}`).digest('hex').slice(0, 16),
    },
    { clock: io.clock, peek: peekReader(mapping) },
  );
  if (watches.length === 0) {
    io.stderr.write('No watches are configured, so nothing can match: add `watches:` to tideline.yaml.\n');
  }
  const { partitions } = await running.room.open(MAIN_WORKSPACE, timeline, options.partitions, options.usually);
  const before = await prepareFeed(running, timeline, source, identity, options);
  const place = { workspace: MAIN_WORKSPACE, timeline, partitions };
  await Promise.race([running.room.failed, feed(running, place, source, mapping, watches, options, io)]);
  await source.discard();
  await summary(running.client, timeline, before, options, io);
}

async function mappingOf(options: ReplayCommandOptions, path: string, io: CommandIo): Promise<Mapping> {
  const file = resolve(io.cwd, options.mapping);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new TidelineError(
      'MAPPING_INVALID',
      `The mapping ${file} cannot be read (${messageOf(error)}): --mapping names a YAML file that says which column is what.`,
      {
        cause: error,
      },
    );
  }
  const mapping = readMapping(text);
  if (mapping.format === 'ndjson') return mapping;
  return withColumns(mapping, await readHeader(path, mapping));
}

function timelineOf({ file, timeline }: ReplayCommandOptions): string {
  if (timeline === undefined)
    return slugOf(
      basename(file)
        .replace(/\.gz$/, '')
        .replace(/\.[^.]+$/, ''),
    );
  if (isSlug(timeline)) return timeline;
  throw new TidelineError(
    'USAGE',
    `--timeline ${timeline} is no name: use lower case letters, digits and . _ -, e.g. ${slugOf(timeline)}`,
  );
}

/** Law of replays: the same content and mapping goes on or begins again; anything else needs a word of the user's. */
async function prepareFeed(
  running: Running,
  timeline: string,
  source: ReplaySource,
  identity: string,
  options: ReplayCommandOptions,
): Promise<Feed<ReplayCursor>> {
  const { store } = running.room.engine;
  const task = feederName(MAIN_WORKSPACE, timeline, source.id);
  const { meta, next } = await store.restore(task);
  const known = decodeFeed<ReplayCursor>(meta);
  const changed = known.identity !== '' && known.identity !== identity;
  if (changed && !options.again && options.timeline === undefined) {
    throw new TidelineError(
      'REPLAY_CHANGED',
      `Timeline ${timeline} was made from another content or mapping than ${options.file} with ${options.mapping} now has. ` +
        'Use --timeline NAME for a timeline of its own, or --again to read it into this one (what it holds already is dropped as repeated).',
    );
  }
  const resumes = !changed && !known.done && known.cursor !== undefined && known.cursor.order === options.order;
  const begun = resumes
    ? known
    : {
        ...emptyFeed<ReplayCursor>(identity),
        lines: known.lines,
        minTime: known.minTime,
        maxTime: known.maxTime,
        lastTick: known.lastTick,
      };
  await store.commit([{ task, input: undefined, next, meta: encodeFeed(begun), state: [], outputs: [] }]);
  return begun;
}

interface FeedPlace {
  readonly workspace: string;
  readonly timeline: string;
  readonly partitions: number;
}

async function feed(
  { room }: Running,
  place: FeedPlace,
  source: ReplaySource,
  mapping: Mapping,
  watches: readonly Watch[],
  options: ReplayCommandOptions,
  io: CommandIo,
): Promise<void> {
  const bar = progress({ label: `replaying ${basename(options.file)}`, unit: 'lines', quiet: options.quiet }, io);
  const name = mappingId(mapping);
  const shared = [...(await changedWatches(room, place, watches)), { name: mappingName(name), value: encode(mappingRecord, mapping) }];
  const signal = AbortSignal.any([io.signal, room.signal]);
  let lines = 0;
  const show = (): void => {
    const { doneBytes, totalBytes } = source.progress();
    bar.update({ done: doneBytes, total: totalBytes, count: lines });
  };
  const ended = new AbortController();
  const showing = showUntil(show, AbortSignal.any([signal, ended.signal]), io);
  try {
    await runSource(
      { ...place, source, mapping: name, shared, live: options.speed !== 'max' },
      {
        store: room.engine.store,
        clock: io.clock,
        onPage: (page) => (lines = page.lines),
        onFailure: (id, reason, retryMs) => io.stderr.write(`${id}: ${reason}; trying again in ${retryMs / 1000} s\n`),
        room: (stop) =>
          room.room(stop, (readers) => io.stderr.write(`The log is full: intake waits for ${readers.join(', ')}\n`)),
      },
      signal,
    );
    await room.drained(signal);
    show();
  } finally {
    ended.abort(new Error('done'));
    await showing;
    bar.end();
    await source.close();
  }
}

/** The watches as a broadcast record of the next version, when they differ from those that the timeline has. */
async function changedWatches({ engine }: Running['room'], place: FeedPlace, watches: readonly Watch[]): Promise<{ name: string; value: Uint8Array }[]> {
  const task = taskName(normalise.name, { ...place, generation: 1, partition: 0 });
  const stored = (await engine.store.restore(task)).state.get(sharedFold.name, WATCHES);
  const known = stored === undefined ? undefined : decode(watchSetRecord, decode(sharedFold.state, stored.value) as Uint8Array);
  const next = { version: (known?.version ?? 0) + 1, watches };
  if (known !== undefined && isDeepStrictEqual(known.watches, normalised(watches))) return [];
  return [{ name: WATCHES, value: encode(watchSetRecord, next) }];
}

function normalised(watches: readonly Watch[]): readonly Watch[] {
  return decode(watchSetRecord, encode(watchSetRecord, { version: 0, watches })).watches;
}

const SHOW_EVERY_MS = 200;

/** Sorting and storing have no pages to count, and somebody is waiting. */
async function showUntil(show: () => void, signal: AbortSignal, { clock }: CommandIo): Promise<void> {
  while (!signal.aborted) {
    show();
    await clock.sleep(SHOW_EVERY_MS, signal).catch(() => undefined);
  }
}
