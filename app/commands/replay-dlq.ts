import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { mappingName } from '../../ingest/normalise/fold.ts';
import { readMapping } from '../../ingest/normalise/mapping-file.ts';
import { mappingRecord } from '../../ingest/normalise/mapping-record.ts';
import { normalise } from '../../ingest/normalise/pipeline.ts';
import { messageOf, TidelineError } from '../../runtime/errors.ts';
import { sharedFold } from '../../runtime/task/shared-fold.ts';
import { taskName } from '../../runtime/task/task.ts';
import { decode } from '../../schemas/bytes.ts';
import type { Mapping } from '../../schemas/mapping.ts';
import { loadConfig } from '../config/load.ts';
import { print, type CommandIo } from '../io.ts';
import { unknown } from '../open-log.ts';
import type { CommonOptions } from '../options.ts';
import { startAll, type CrashHooks } from '../roles/all.ts';
import { summary } from '../summary.ts';
import { editedLetters, sortEdits } from './topics/edits.ts';
import { handOver, takenOf, type Rereading } from './topics/hand-over.ts';
import { endsOf, lettersOf, type PlacedLetter } from './topics/letters.ts';
import { readingOf } from './topics/taken.ts';
import { targetMappings, type Targets } from './topics/target-mappings.ts';

export interface ReplayDlqOptions extends CommonOptions {
  readonly timeline?: string;
  /** Read them with this mapping (other fields, larger limits). */
  readonly mapping?: string;
  /** Or edited: NDJSON as `topics dlq` prints it, with `text` changed. */
  readonly from?: string;
}

/** Letters, asked for anew by everybody who reads them: in bounded memory they cannot be kept. */
type Letters = () => AsyncGenerator<PlacedLetter[]>;

/** What became of a timeline's letters. */
interface Reread {
  readonly lines: number;
  /** Those that the mapping is not for, a message each. */
  readonly left: readonly string[];
}

/** Reads open dead letters again. A letter that fails again is a new dead letter; one that succeeds counts, or is late. */
export async function replayDlq(options: ReplayDlqOptions, io: CommandIo, hooks: CrashHooks = {}): Promise<number> {
  const config = loadConfig(options, io);
  const mapping = options.mapping === undefined ? undefined : readMapping(readText(resolve(io.cwd, options.mapping)));
  const running = await startAll('topics replay-dlq', options, config, io, hooks);
  try {
    const { quiet } = options;
    const signal = AbortSignal.any([io.signal, running.room.signal]);
    const timelines = running.room.engine.timelines.all();
    const known = timelines.map(({ name }) => name);
    const only = options.timeline;
    if (only !== undefined && !known.includes(only)) throw unknown('timeline', only, known);
    if (known.length === 0) throw new TidelineError('USAGE', `There is no timeline in ${options.data} yet.`);
    let lines = 0;
    const left: string[] = [];
    for (const timeline of timelines) {
      if (only !== undefined && timeline.name !== only) continue;
      const rereading = { running, timeline, quiet, io, signal };
      const edits = options.from === undefined ? undefined : { path: resolve(io.cwd, options.from), known };
      const found = edits === undefined ? await again(rereading, mapping) : await againEdited(rereading, edits);
      await running.room.drained(signal);
      await print(io, `${found.lines} dead letters of ${timeline.name} were read again\n`);
      if (found.lines > 0) await summary(running.client, timeline.name, { lines: 1 }, options, io);
      lines += found.lines;
      left.push(...found.left);
    }
    if (lines === 0 && left.length > 0) throw new TidelineError('MAPPING_INVALID', left.join('\n'));
    for (const message of left) io.stderr.write(`${message}\n`);
    return 0;
  } finally {
    await running.stop();
  }
}

async function again(rereading: Rereading, mapping: Mapping | undefined): Promise<Reread> {
  return readLetters(rereading, await openLetters(rereading), mapping);
}

/** Only the letters that a file edits, and as it says. */
async function againEdited(rereading: Rereading, edits: { path: string; known: readonly string[] }): Promise<Reread> {
  const { running, timeline, io, signal } = rereading;
  const sorted = join(running.workDirectory, 'edited-letters.sorted');
  try {
    const count = await sortEdits(edits.path, timeline.name, edits.known, sorted, signal);
    const open = await openLetters(rereading);
    const read = await readLetters(rereading, () => editedLetters(open(), sorted), undefined);
    if (count > read.lines) {
      io.stderr.write(
        `${count - read.lines} of the ${count} lines for ${timeline.name} were passed over: ` +
          'their letters were read again before, are gone, or stand in the file once more.\n',
      );
    }
    return read;
  } finally {
    await rm(sorted, { force: true });
  }
}

/** What is open when everything that came in has gone its way. */
async function openLetters({ running, timeline, signal }: Rereading): Promise<Letters> {
  await running.room.drained(signal);
  const { log, store } = running.room.engine;
  const [ends, taken] = [await endsOf(log, timeline), await takenOf(store, timeline)];
  return () => chosen(lettersOf(log, timeline, ends, signal), (letter) => readingOf(taken, letter) === undefined);
}

async function* chosen(
  letters: AsyncGenerator<readonly PlacedLetter[]>,
  choose: (letter: PlacedLetter) => boolean,
): AsyncGenerator<PlacedLetter[]> {
  for await (const batch of letters) yield batch.filter(choose);
}

async function readLetters(rereading: Rereading, open: Letters, wished: Mapping | undefined): Promise<Reread> {
  const counts = new Map<string, number>();
  for await (const batch of open()) {
    for (const { letter } of batch) counts.set(letter.mapping, (counts.get(letter.mapping) ?? 0) + 1);
  }
  const { targets, left } = await targetsOf(rereading, [...counts.keys()], wished);
  let lines = 0;
  for (const { mapping, from } of targets) {
    lines += await handOver(
      rereading,
      mapping,
      chosen(open(), ({ letter }) => from.has(letter.mapping)),
    );
  }
  const { name } = rereading.timeline;
  return { lines, left: left.map(({ from, reason }) => leftMessage(name, counts.get(from) ?? 0, reason)) };
}

function leftMessage(timeline: string, count: number, reason: string): string {
  return (
    `${count} dead letters of ${timeline} are left as they are: ${reason}. Name a mapping of their own format, ` +
    'or edit them (`tideline topics dlq > letters.ndjson`, then `tideline topics replay-dlq --from letters.ndjson`), ' +
    'or read their file again (`tideline replay FILE --mapping M.yaml --again`).'
  );
}

async function targetsOf(
  { running, timeline }: Rereading,
  names: readonly string[],
  wished: Mapping | undefined,
): Promise<Targets> {
  const task = taskName(normalise.name, { ...timeline, timeline: timeline.name, generation: 1, partition: 0 });
  const { state } = await running.room.engine.store.restore(task);
  const known = new Map<string, Mapping>();
  for (const name of names) {
    const stored = state.get(sharedFold.name, mappingName(name));
    if (stored !== undefined)
      known.set(name, decode(mappingRecord, decode(sharedFold.state, stored.value) as Uint8Array));
  }
  return targetMappings(names, known, wished);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new TidelineError('FILE_UNREADABLE', `${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}
