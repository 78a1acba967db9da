import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, resolve } from 'node:path';
import { fingerprintFile } from '../../connectors/replay/fingerprint.ts';
import { readHeader } from '../../connectors/replay/header.ts';
import type { ReplayCursor } from '../../connectors/replay/options.ts';
import { replaySource, type ReplaySource } from '../../connectors/replay/source.ts';
import { decodeFeed, emptyFeed, encodeFeed, type Feed } from '../../ingest/feed.ts';
import { withColumns } from '../../ingest/normalise/csv/header.ts';
import { readMapping } from '../../ingest/normalise/mapping-file.ts';
import { mappingId } from '../../ingest/normalise/mapping-record.ts';
import { peekReader } from '../../ingest/normalise/peek.ts';
import { feederName } from '../../ingest/runner.ts';
import { messageOf, TidelineError } from '../../runtime/errors.ts';
import { isSlug, MAIN_WORKSPACE, slugOf } from '../../schemas/ids.ts';
import type { Mapping } from '../../schemas/mapping.ts';
import type { Watch } from '../../schemas/watch.ts';
import { loadConfig } from '../config/load.ts';
import type { CommandIo } from '../io.ts';
import { deadEnds, deadReasons } from '../dead-reasons.ts';
import { DEFAULT_DATA, quoted, type CommonOptions } from '../options.ts';
import { feedTimeline } from '../replay-feed.ts';
import { startAll, type CrashHooks, type Running } from '../roles/all.ts';
import { summary } from '../summary.ts';
import { replaySourceId } from '../unfinished.ts';
import { warnAbsentFields } from '../warn-absent.ts';
import { NO_STATE } from '../../runtime/log/log.ts';

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
  const foldWorkers = availableParallelism() > 1 ? 1 : 0;
  const running = await startAll('replay', { ...options, foldWorkers }, config, io, hooks);
  try {
    return await replayInto(running, { ...options, usually: config.partitions }, config.watches, io);
  } finally {
    await running.stop();
  }
}

/** The same on a room that is open already; `up` shows the shipped stream with it, and is the command that goes on (`resume`). */
export async function replayInto(
  running: Running,
  options: ReplayCommandOptions & { usually: number; resume?: string },
  watches: readonly Watch[],
  io: CommandIo,
): Promise<number> {
  const path = resolve(io.cwd, options.file);
  const mapping = await mappingOf(options, path, io);
  const timeline = timelineOf(options);
  const fingerprint = await fingerprintFile(path, io.signal);
  const identity = `${fingerprint.sha256} ${mappingId(mapping)}`;
  const source = replaySource(
    {
      id: replaySourceId(timeline),
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
  await warnAbsentFields(path, mapping, io);
  if (watches.length === 0) {
    io.stderr.write('No watches are configured, so nothing can match: add `watches:` to tideline.yaml.\n');
  }
  const opened = await running.room.open(MAIN_WORKSPACE, timeline, options.partitions, options.usually);
  const resume = options.resume ?? commandOf(options, path, timeline, io);
  const before = await prepareFeed(running, timeline, source, { identity, resume }, options);
  const { log } = running.room.engine;
  const deadBefore = await deadEnds(log, opened);
  await Promise.race([
    running.room.failed,
    feedTimeline(running, opened, source, mapping, watches, { ...options, linesBefore: before.lines }, io),
  ]);
  await markStored(running, timeline, source);
  await source.discard();
  const reasons = await deadReasons(log, opened, deadBefore, AbortSignal.any([io.signal, running.room.signal]));
  return summary(running.client, timeline, before, options, io, reasons);
}

/** What goes on with this replay, wherever it is typed. */
function commandOf(options: ReplayCommandOptions, path: string, timeline: string, io: CommandIo): string {
  const words = ['npx tideline replay', quoted(path), '--mapping', quoted(resolve(io.cwd, options.mapping))];
  if (options.config !== undefined) words.push('--config', quoted(resolve(io.cwd, options.config)));
  if (options.data !== DEFAULT_DATA) words.push('--data', quoted(resolve(io.cwd, options.data)));
  if (options.order !== 'time') words.push('--order', options.order);
  if (options.speed !== 'max') words.push('--speed', String(options.speed));
  if (options.timeline !== undefined) words.push('--timeline', timeline);
  return words.join(' ');
}

/** Only now is the replay finished: a crash before this goes on instead of reading everything again. */
async function markStored({ room }: Running, timeline: string, source: ReplaySource): Promise<void> {
  const { store } = room.engine;
  const task = feederName(MAIN_WORKSPACE, timeline, source.id);
  const { meta, next } = await store.restore(task);
  const finished = { ...decodeFeed<ReplayCursor>(meta), stored: true };
  await store.commit([{ task, input: undefined, next, meta: encodeFeed(finished), ...NO_STATE, outputs: [] }]);
}

function readMappingText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const problem = isMissing
      ? `There is no mapping file ${file}`
      : `The mapping file ${file} cannot be read (${messageOf(error)})`;
    const advice = '--mapping names a YAML file that says which column is what (docs/connectors.md, "The mapping").';
    throw new TidelineError('MAPPING_INVALID', `${problem}: ${advice}`, { cause: error });
  }
}

async function mappingOf(options: ReplayCommandOptions, path: string, io: CommandIo): Promise<Mapping> {
  const text = readMappingText(resolve(io.cwd, options.mapping));
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
  { identity, resume }: { identity: string; resume: string },
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
  const resumes =
    !changed && !(known.done && known.stored) && known.cursor !== undefined && known.cursor.order === options.order;
  const begun = resumes
    ? { ...known, resume }
    : {
        ...emptyFeed<ReplayCursor>(identity),
        lines: known.lines,
        minTime: known.minTime,
        maxTime: known.maxTime,
        lastTick: known.lastTick,
        resume,
      };
  await store.commit([{ task, input: undefined, next, meta: encodeFeed(begun), ...NO_STATE, outputs: [] }]);
  return begun;
}
