import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { decodeFeed, emptyFeed, encodeFeed } from '../../ingest/feed.ts';
import { mappingName } from '../../ingest/normalise/fold.ts';
import { readMapping } from '../../ingest/normalise/mapping-file.ts';
import { mappingId, mappingRecord } from '../../ingest/normalise/mapping-record.ts';
import { peekReader } from '../../ingest/normalise/peek.ts';
import { feederName, runSource } from '../../ingest/runner.ts';
import type { RawItem, Source } from '../../connectors/connector.ts';
import { messageOf, TidelineError } from '../../runtime/errors.ts';
import type { Timeline } from '../../runtime/log/embedded/timelines.ts';
import { decode, encode } from '../../schemas/bytes.ts';
import type { Mapping } from '../../schemas/mapping.ts';
import type { DeadLetter } from '../../schemas/results/dead-letter.ts';
import { deadLetters } from '../../schemas/streams.ts';
import { loadConfig } from '../config/load.ts';
import { print, type CommandIo } from '../io.ts';
import type { CommonOptions } from '../options.ts';
import { startAll, type CrashHooks, type Running } from '../roles/all.ts';
import { summary } from '../summary.ts';

export interface ReplayDlqOptions extends CommonOptions {
  readonly timeline?: string;
  /** Read them with this mapping (other fields, larger limits). */
  readonly mapping?: string;
  /** Or edited: NDJSON as `topics dlq` prints it, with `text` changed. */
  readonly from?: string;
}

/**
 * What of each dead-letter partition was read again, so that no later call does: every letter of the mapping below an offset, and
 * beyond it those that were edited. Offsets, not counts: retention may have trimmed the letters before.
 */
interface Taken {
  readonly below: number;
  readonly beyond: readonly number[];
}
type Cursor = readonly Taken[];
const PAGE_LETTERS = 1_000;

interface Letter {
  readonly offset: number;
  readonly letter: DeadLetter;
  readonly raw: Uint8Array;
}

/** Reads dead letters again. A letter that fails again is a new dead letter; one that succeeds counts, or is late. */
export async function replayDlq(options: ReplayDlqOptions, io: CommandIo, hooks: CrashHooks = {}): Promise<number> {
  const config = loadConfig(options, io);
  const running = await startAll('topics replay-dlq', options, config, io, hooks);
  try {
    const timelines = running.room.engine.timelines
      .all()
      .filter(({ name }) => options.timeline === undefined || name === options.timeline);
    if (timelines.length === 0)
      throw new TidelineError(
        'USAGE',
        `There is no timeline ${options.timeline ?? ''} in ${options.data}: see \`tideline topics ls\`.`,
      );
    for (const timeline of timelines) await again(running, timeline, options, io);
    return 0;
  } finally {
    await running.stop();
  }
}

async function again(running: Running, timeline: Timeline, options: ReplayDlqOptions, io: CommandIo): Promise<void> {
  const { engine } = running.room;
  await running.room.drained(io.signal);
  const edited = options.from === undefined ? undefined : readEdited(resolve(io.cwd, options.from));
  const groups = await byMapping(running, timeline, edited, io);
  let lines = 0;
  for (const [id, letters] of groups) {
    const mapping =
      options.mapping === undefined
        ? await mappingIn(running, timeline, id)
        : readMapping(readText(resolve(io.cwd, options.mapping)));
    const shared = [{ name: mappingName(mappingId(mapping)), value: encode(mappingRecord, mapping) }];
    const source = letterSource(`dlq:${timeline.name}:${id}`, letters, mapping, edited !== undefined);
    const task = feederName(timeline.workspace, timeline.name, source.id);
    const { meta, next } = await engine.store.restore(task);
    const known = decodeFeed<Cursor>(meta);
    const feed = { ...emptyFeed<Cursor>(), cursor: known.cursor, lines: known.lines, lastTick: known.lastTick };
    await engine.store.commit([{ task, input: undefined, next, meta: encodeFeed(feed), state: [], outputs: [] }]);
    const result = await runSource(
      { ...timeline, timeline: timeline.name, source, mapping: mappingId(mapping), shared, live: false },
      { store: engine.store, clock: io.clock },
      AbortSignal.any([io.signal, running.room.signal]),
    );
    lines += result.lines - known.lines;
  }
  await running.room.drained(io.signal);
  await print(io, `${lines} dead letters of ${timeline.name} were read again\n`);
  if (lines > 0) await summary(running.client, timeline.name, { lines: 1 }, options, io);
}

/** The letters to read again, edited or all, by the mapping they were read with. */
async function byMapping(
  { room }: Running,
  timeline: Timeline,
  edited: ReadonlyMap<string, string> | undefined,
  io: CommandIo,
): Promise<Map<string, Letter[][]>> {
  const groups = new Map<string, Letter[][]>();
  for (let partition = 0; partition < timeline.partitions; partition++) {
    const place = {
      workspace: timeline.workspace,
      timeline: timeline.name,
      stream: deadLetters,
      generation: 1,
      partition,
    };
    const [first, end] = [await room.engine.log.first(place), await room.engine.log.end(place)];
    if (first === end) continue;
    const reader = room.engine.log.read(place, first);
    for (let next = first; next < end;) {
      for (const { offset, chunk } of await reader.next(io.signal)) {
        for (const [index, record] of chunk.records.entries()) {
          if (record.kind !== 'data' || record.value.mapping === '') continue;
          const text = edited?.get(letterKey(timeline.name, partition, offset + index));
          if (edited !== undefined && text === undefined) continue;
          const raw = text === undefined ? record.value.raw : new TextEncoder().encode(text);
          const lists = groups.get(record.value.mapping) ?? Array.from({ length: timeline.partitions }, () => []);
          lists[partition]?.push({ offset: offset + index, letter: record.value, raw });
          groups.set(record.value.mapping, lists);
        }
        next = offset + chunk.records.length;
      }
    }
  }
  return groups;
}

/** The letters of every partition in turn, without those that were taken before. */
function letterSource(
  id: string,
  letters: readonly (readonly Letter[])[],
  mapping: Mapping,
  edited: boolean,
): Source<Cursor> {
  const peek = peekReader(mapping);
  return {
    id,
    read(after) {
      const taken = letters.map((_, partition) => after?.[partition] ?? { below: 0, beyond: [] });
      const untaken = letters.map((list, i) => withoutTaken(list, taken[i]));
      const partition = untaken.findIndex((list) => list.length > 0);
      const page = untaken[partition]?.slice(0, PAGE_LETTERS) ?? [];
      const items = page.map(({ letter, raw }): RawItem => {
        const size = raw === letter.raw ? letter.size : raw.length;
        return { ...peek(raw, Date.UTC(2100, 0, 1)), origin: letter.origin, size, raw };
      });
      const cursor = taken.map((before, i) => (i === partition ? withPage(before, page, edited) : before));
      const done = untaken.every((list, i) => list.length === (i === partition ? page.length : 0));
      return Promise.resolve({ items, cursor, coveredUntil: 0, nextAt: 0, done });
    },
  };
}

function withoutTaken(list: readonly Letter[], taken: Taken | undefined): readonly Letter[] {
  const beyond = new Set(taken?.beyond);
  return list.filter(({ offset }) => offset >= (taken?.below ?? 0) && !beyond.has(offset));
}

/** Edited letters are picked; the others come without gaps. */
function withPage({ below, beyond }: Taken, page: readonly Letter[], edited: boolean): Taken {
  if (edited) return { below, beyond: [...beyond, ...page.map(({ offset }) => offset)] };
  const end = (page.at(-1)?.offset ?? below - 1) + 1;
  return { below: end, beyond: beyond.filter((offset) => offset >= end) };
}

async function mappingIn({ room }: Running, timeline: Timeline, id: string): Promise<Mapping> {
  const task = `${timeline.workspace}/${timeline.name}/normalise/1/0`;
  const stored = (await room.engine.store.restore(task)).state.get('#shared', mappingName(id));
  if (stored === undefined)
    throw new TidelineError(
      'MAPPING_INVALID',
      `The mapping ${id} of these letters is no longer known: name one with --mapping.`,
    );
  return decode(mappingRecord, decode({ write: () => undefined, read: (reader) => reader.blob() }, stored.value));
}

/** Where a letter lies: two files of one name must not get each other's edits. */
function letterKey(timeline: string, partition: number, offset: number): string {
  return `${timeline}/${partition}/${offset}`;
}

/** Mended texts by the letter they belong to. */
function readEdited(path: string): Map<string, string> {
  const edited = new Map<string, string>();
  for (const [i, line] of readText(path).split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      const { timeline, partition, offset, text } = JSON.parse(line) as Readonly<Record<string, unknown>>;
      if (
        typeof timeline !== 'string' ||
        typeof partition !== 'number' ||
        typeof offset !== 'number' ||
        typeof text !== 'string'
      ) {
        throw new Error('needs `timeline`, `partition`, `offset` and `text`');
      }
      edited.set(letterKey(timeline, partition, offset), text);
    } catch (error) {
      throw new TidelineError(
        'USAGE',
        `${path}:${i + 1}: ${messageOf(error)}. It takes the lines that \`tideline topics dlq\` prints, with \`text\` mended.`,
        { cause: error },
      );
    }
  }
  return edited;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new TidelineError('FILE_UNREADABLE', `${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}
