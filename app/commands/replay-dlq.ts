import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readMapping } from '../../ingest/normalise/mapping-file.ts';
import { messageOf, TidelineError } from '../../runtime/errors.ts';
import type { Timeline } from '../../runtime/log/embedded/timelines.ts';
import type { Mapping } from '../../schemas/mapping.ts';
import { loadConfig } from '../config/load.ts';
import { print, type CommandIo } from '../io.ts';
import { openLog, unknown, type OpenedLog } from '../open-log.ts';
import type { CommonOptions } from '../options.ts';
import { startAll, type CrashHooks, type Running } from '../roles/all.ts';
import { summary } from '../summary.ts';
import { settle } from './topics/hand-over.ts';
import { lettersOf } from './topics/letters.ts';
import { reread, type Reread } from './topics/reread.ts';

export interface ReplayDlqOptions extends CommonOptions {
  readonly timeline?: string;
  /** Read them with this mapping (other fields, larger limits). */
  readonly mapping?: string;
  /** Only these, edited: NDJSON as `topics dlq` prints it, with `text` changed. */
  readonly from?: string;
}

/** Reads open dead letters again. A letter that fails again is a new dead letter; one that succeeds counts, or is late. */
export async function replayDlq(options: ReplayDlqOptions, io: CommandIo, hooks: CrashHooks = {}): Promise<number> {
  const config = loadConfig(options, io);
  const wished = options.mapping === undefined ? undefined : readMapping(readText(resolve(io.cwd, options.mapping)));
  const running = await startAll('topics replay-dlq', options, config, io, hooks);
  try {
    const log = openLog(options, io);
    try {
      await rereadAll(running, log, options, wished, io);
    } finally {
      log.close();
    }
    return 0;
  } finally {
    await running.stop();
  }
}

async function rereadAll(
  running: Running,
  log: OpenedLog,
  options: ReplayDlqOptions,
  wished: Mapping | undefined,
  io: CommandIo,
): Promise<void> {
  const { room } = running;
  const signal = AbortSignal.any([io.signal, room.signal]);
  const known = room.engine.timelines.all();
  const timelines = chosen(known, options);
  const rereadings = timelines.map((timeline) => ({ running, timeline, quiet: options.quiet, io, signal }));
  for (const rereading of rereadings) await settle(rereading);
  await room.drained(signal);
  if (wished !== undefined && options.timeline === undefined) refuseSeveral(log, timelines);
  const path = options.from === undefined ? undefined : resolve(io.cwd, options.from);
  const edits = path === undefined ? undefined : { path, known: known.map(({ name }) => name) };
  const all: Reread[] = [];
  for (const rereading of rereadings) {
    const found = await reread(rereading, log, { wished, edits });
    const { name } = rereading.timeline;
    await print(io, resultLine(name, found));
    if (found.lines > 0) await summary(running.client, name, { lines: 1 }, options, io);
    all.push(found);
  }
  const left = all.flatMap((one) => one.left);
  if (left.length > 0 && all.every(({ lines }) => lines === 0))
    throw new TidelineError('MAPPING_INVALID', left.join('\n'));
  for (const message of left) io.stderr.write(`${message}\n`);
}

function chosen(timelines: readonly Timeline[], { timeline: only, data }: ReplayDlqOptions): readonly Timeline[] {
  const names = timelines.map(({ name }) => name);
  if (only !== undefined && !names.includes(only)) throw unknown('timeline', only, names);
  if (names.length === 0) throw new TidelineError('USAGE', `There is no timeline in ${data} yet.`);
  return timelines.filter(({ name }) => only === undefined || name === only);
}

/** A mapping is for one kind of file; what other timelines hold would come out of it as nonsense. */
function refuseSeveral(log: OpenedLog, timelines: readonly Timeline[]): void {
  const open = timelines.flatMap(({ name }) =>
    lettersOf(log, name)().some(({ reading, had }) => reading === undefined && had !== '') ? [name] : [],
  );
  if (open.length < 2) return;
  throw new TidelineError(
    'USAGE',
    `--mapping is for the dead letters of one timeline, and ${open.join(', ')} have open ones: say which with --timeline.`,
  );
}

function resultLine(timeline: string, { lines, failed }: Reread): string {
  const outcome = lines === 0 ? '' : `: ${lines - failed} usable now, ${failed} failed again`;
  return `${lines} dead letters of ${timeline} were read again${outcome}\n`;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new TidelineError('FILE_UNREADABLE', `${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}
