import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { mappingName } from '../../../ingest/normalise/fold.ts';
import { mappingRecord } from '../../../ingest/normalise/mapping-record.ts';
import { normalise } from '../../../ingest/normalise/pipeline.ts';
import type { Offset } from '../../../runtime/log/log.ts';
import { sharedFold } from '../../../runtime/task/shared-fold.ts';
import { taskName } from '../../../runtime/task/task.ts';
import { decode } from '../../../schemas/bytes.ts';
import type { Mapping } from '../../../schemas/mapping.ts';
import type { DeadLetter } from '../../../schemas/results/dead-letter.ts';
import { deadLetters } from '../../../schemas/streams.ts';
import type { OpenedLog } from '../../open-log.ts';
import { placeOf } from '../../threads/parts.ts';
import { editedLetters, sortEdits } from './edits.ts';
import { handOver, type Rereading } from './hand-over.ts';
import { lettersOf, type Letter } from './letters.ts';
import { recordsIn } from './records.ts';
import type { OpenLetter } from './sorted-letters.ts';
import { letterSourceId } from './taken.ts';
import { targetMappings } from './target-mappings.ts';

/** What became of a timeline's open letters. */
export interface Reread {
  readonly lines: number;
  /** Of the lines, those that are dead again. */
  readonly failed: number;
  /** Those that no mapping reads, a message each. */
  readonly left: readonly string[];
}

export interface RereadOptions {
  /** Instead of the mappings that they had. */
  readonly wished: Mapping | undefined;
  /** Only the letters that a file edits, and as it says. */
  readonly edits: { readonly path: string; readonly known: readonly string[] } | undefined;
}

const BATCH = 500;
const SHOWN = 3;

/** Reads the open dead letters of a timeline again, and waits until everything of them has gone its way. */
export async function reread(rereading: Rereading, log: OpenedLog, { wished, edits }: RereadOptions): Promise<Reread> {
  const { running, timeline, io, signal } = rereading;
  const sortedEdits = join(running.workDirectory, 'edited-letters.sorted');
  const letters = lettersOf(log, timeline.name);
  try {
    const named = edits && (await sortEdits(edits.path, timeline.name, edits.known, sortedEdits, signal));
    const open = (): AsyncGenerator<OpenLetter[]> => {
      const all = openIn(letters(), signal);
      return named === undefined ? all : editedLetters(all, sortedEdits);
    };
    const { counts, refused } = await survey(open());
    const found = [...counts.values()].reduce((sum, count) => sum + count, refused.length);
    if (named !== undefined && named > found) io.stderr.write(passedOver(timeline.name, named, found));
    if (refused.length > 0) io.stderr.write(refusedMessage(timeline.name, refused));
    const { readers, left } = targetMappings(counts.keys(), await mappingsOf(rereading, counts.keys()), wished);
    const messages = left.map(({ had, reason }) => leftMessage(timeline.name, counts.get(had) ?? 0, reason));
    if (readers.size === 0) return { lines: 0, failed: 0, left: messages };
    const ends = endsOf(log, timeline.name);
    const lines = await handOver(rereading, readers, open());
    await running.room.drained(signal);
    return { lines, failed: countSince(log, timeline.name, ends), left: messages };
  } finally {
    await rm(sortedEdits, { force: true });
  }
}

async function* openIn(letters: Iterable<Letter>, signal: AbortSignal): AsyncGenerator<OpenLetter[]> {
  let batch: OpenLetter[] = [];
  for (const one of letters) {
    if (one.reading === undefined) batch.push({ ...one, raw: one.letter.raw });
    if (batch.length < BATCH) continue;
    signal.throwIfAborted();
    yield batch;
    batch = [];
  }
  yield batch;
}

/** How many had which mapping, and the origins of the rows that the store refused: they had none. */
async function survey(open: AsyncGenerator<OpenLetter[]>): Promise<{ counts: Map<string, number>; refused: string[] }> {
  const counts = new Map<string, number>();
  const refused: string[] = [];
  for await (const batch of open) {
    for (const { had, letter } of batch) {
      if (had === '') refused.push(letter.origin);
      else counts.set(had, (counts.get(had) ?? 0) + 1);
    }
  }
  return { counts, refused };
}

async function mappingsOf({ running, timeline }: Rereading, names: Iterable<string>): Promise<Map<string, Mapping>> {
  const { state } = await running.room.engine.store.restore(taskName(normalise.name, placeOf(timeline, 0)));
  const known = new Map<string, Mapping>();
  for (const name of names) {
    const stored = state.get(sharedFold.name, mappingName(name));
    if (stored === undefined) continue;
    known.set(name, decode(mappingRecord, decode(sharedFold.state, stored.value) as Uint8Array));
  }
  return known;
}

/** Where each partition's dead letters end now. */
function endsOf(log: OpenedLog, timeline: string): Map<number, Offset> {
  const statuses = log.partitions({ timeline, stream: deadLetters.name });
  return new Map(statuses.map(({ partition, next }) => [partition.partition, next]));
}

/** Letters of rereadings behind these ends. */
function countSince(log: OpenedLog, timeline: string, ends: ReadonlyMap<number, Offset>): number {
  let count = 0;
  for (const status of log.partitions({ timeline, stream: deadLetters.name }))
    for (const { record } of recordsIn(log, status, ends.get(status.partition.partition) ?? status.first))
      if (record.kind === 'data' && (record.value as DeadLetter).source === letterSourceId(timeline)) count++;
  return count;
}

function passedOver(timeline: string, named: number, found: number): string {
  return (
    `${named - found} of the ${named} lines for ${timeline} were passed over: ` +
    'their letters were read again before, are gone, or stand in the file once more.\n'
  );
}

function refusedMessage(timeline: string, origins: readonly string[]): string {
  const more = origins.length > SHOWN ? ', …' : '';
  return (
    `${origins.length} dead letters of ${timeline} stay open: they are rows that the store refused ` +
    `(${origins.slice(0, SHOWN).join(', ')}${more}), and no mapping reads these.\n`
  );
}

function leftMessage(timeline: string, count: number, reason: string): string {
  return (
    `${count} dead letters of ${timeline} are left as they are: ${reason}. Name a mapping that is for them, ` +
    'or edit them (`tideline topics dlq > letters.ndjson`, then `tideline topics replay-dlq --from letters.ndjson`), ' +
    'or read their file again (`tideline replay FILE --mapping M.yaml --again`).'
  );
}
