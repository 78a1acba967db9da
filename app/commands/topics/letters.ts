import type { Log, Offset } from '../../../runtime/log/log.ts';
import type { Timeline } from '../../../runtime/log/embedded/timelines.ts';
import type { DeadLetter } from '../../../schemas/results/dead-letter.ts';
import { deadLetters } from '../../../schemas/streams.ts';
import type { PlacedBytes } from './placed-bytes.ts';

/** A letter and what of it is read again: its own bytes, or edited ones. */
export interface PlacedLetter extends PlacedBytes {
  readonly letter: DeadLetter;
}

/** Where each partition's dead letters end now: those that a reading makes anew are not its own business. */
export function endsOf(log: Log, timeline: Timeline): Promise<Offset[]> {
  return Promise.all(partitionsOf(timeline).map((partition) => log.end(partition)));
}

/**
 * The dead letters of a timeline up to these ends, in the order (partition, offset), a batch of the log in memory at a time.
 * Without the rows that a store refused: they came from no source, and no mapping reads them.
 */
export async function* lettersOf(
  log: Log,
  timeline: Timeline,
  ends: readonly Offset[],
  signal: AbortSignal,
): AsyncGenerator<PlacedLetter[]> {
  for (const [partition, place] of partitionsOf(timeline).entries()) {
    const end = ends[partition] ?? 0;
    let next = await log.first(place);
    const reader = log.read(place, next);
    while (next < end) {
      const letters: PlacedLetter[] = [];
      for (const { offset: first, chunk } of await reader.next(signal)) {
        for (const [index, record] of chunk.records.entries()) {
          const offset = first + index;
          if (record.kind !== 'data' || record.value.mapping === '' || offset >= end) continue;
          letters.push({ partition, offset, letter: record.value, raw: record.value.raw });
        }
        next = first + chunk.records.length;
      }
      if (letters.length > 0) yield letters;
    }
  }
}

function partitionsOf({ workspace, name, partitions }: Timeline) {
  return Array.from({ length: partitions }, (_, partition) => ({
    workspace,
    timeline: name,
    stream: deadLetters,
    generation: 1,
    partition,
  }));
}
