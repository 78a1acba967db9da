import { acceptName } from '../../runtime/task/names.ts';
import { previousOf } from '../../runtime/task/task.ts';
import type { Log, LogReader, Partition, Positioned } from '../../runtime/log/log.ts';
import type { Chunk } from '../../schemas/envelope.ts';
import type { LiveMention, Place, Position, Step } from '../../schemas/live-mention.ts';
import type { MentionScore } from '../../schemas/results/mention-score.ts';
import type { ChunkOf } from './chunk-ring.ts';

export interface StepDeps {
  readonly log: Pick<Log, 'read'>;
  readonly partitions: readonly Partition<MentionScore>[];
  readonly chunkOf: ChunkOf;
}

interface Lane {
  readonly index: number;
  readonly reader: LogReader<MentionScore>;
  readonly end: number;
  place: Place;
  held: readonly Positioned<MentionScore>[];
}

/**
 * What lies between two positions, `to` within the log's end: a chunk of each partition in turn, and between two of them everybody
 * else runs. Throws LOG_TRIMMED and LOG_GAP as their readers and names do.
 */
export async function* readSteps(
  from: Position,
  to: Position,
  deps: StepDeps,
  signal: AbortSignal,
): AsyncGenerator<Step> {
  let lanes = deps.partitions.flatMap((_partition, index) => openLane(from, to, index, deps));
  while (lanes.length > 0) {
    for (const lane of lanes) {
      yield await stepOf(lane, deps, signal);
      await new Promise((resolve) => setImmediate(resolve));
    }
    lanes = lanes.filter(({ place, end }) => place.next < end);
  }
}

function openLane(from: Position, to: Position, index: number, { log, partitions }: StepDeps): Lane[] {
  const [place, end, partition] = [from[index], to[index]?.next ?? 0, partitions[index]];
  if (place === undefined || partition === undefined || place.next >= end) return [];
  return [{ index, reader: log.read(partition, place.next), end, place, held: [] }];
}

async function stepOf(lane: Lane, { chunkOf, partitions }: StepDeps, signal: AbortSignal): Promise<Step> {
  if (lane.held.length === 0) lane.held = await lane.reader.next(signal);
  const [first, ...rest] = lane.held;
  if (first === undefined) throw new Error('a reader of the log gave nothing');
  lane.held = rest;
  const where = `live ${partitions[lane.index]?.timeline ?? ''}/${lane.index}`;
  const mentions = mentionsOf(lane, first.offset, chunkOf(lane.index, first), where);
  return { partition: lane.index, mentions, after: lane.place };
}

/** Moves the lane behind the chunk, or to its end inside of it. Repeats are passed over. */
function mentionsOf(lane: Lane, offset: number, chunk: Chunk<MentionScore>, where: string): LiveMention[] {
  const { producer, records } = chunk;
  const begin = Math.max(0, lane.place.next - offset);
  const seen = new Map([[producer, lane.place.last ?? previousOf(chunk, begin)]]);
  const found: LiveMention[] = [];
  for (const [i, record] of records.slice(0, lane.end - offset).entries()) {
    if (i < begin) continue;
    const { name } = record;
    const isNew = name !== undefined && acceptName(seen, producer, name, previousOf(chunk, i), where);
    lane.place = { next: offset + i + 1, last: seen.get(producer) };
    if (isNew && record.kind === 'data') found.push({ after: lane.place, value: record.value });
  }
  return found;
}
