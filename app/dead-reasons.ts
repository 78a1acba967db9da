import type { Log, Offset, Partition } from '../runtime/log/log.ts';
import type { Timeline } from '../runtime/log/embedded/timelines.ts';
import type { DeadLetter } from '../schemas/results/dead-letter.ts';
import { deadLetters } from '../schemas/streams.ts';
import { placeOf } from './threads/parts.ts';

/** Where each partition's dead letters end now. */
export function deadEnds(log: Log, timeline: Timeline): Promise<Offset[]> {
  return Promise.all(partitionsOf(timeline).map((partition) => log.end(partition)));
}

/** How many dead letters of each reason came after `from`, the most frequent first. Without rows that the store refused. */
export async function deadReasons(
  log: Log,
  timeline: Timeline,
  from: readonly Offset[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const [i, partition] of partitionsOf(timeline).entries()) {
    let next = Math.max(from[i] ?? 0, await log.first(partition));
    const end = await log.end(partition);
    const reader = log.read(partition, next);
    while (next < end) {
      for (const { offset, count, chunk } of await reader.next(signal)) {
        for (const [index, record] of chunk.records.entries()) {
          if (offset + index < next || record.kind !== 'data' || record.value.mapping === '') continue;
          counts.set(record.value.reason, (counts.get(record.value.reason) ?? 0) + 1);
        }
        next = offset + count;
      }
    }
  }
  return new Map([...counts].toSorted(([a, many], [b, more]) => more - many || (a < b ? -1 : 1)));
}

function partitionsOf(timeline: Timeline): Partition<DeadLetter>[] {
  const all = Array.from({ length: timeline.partitions }, (_, partition) => placeOf(timeline, partition));
  return all.map((place) => ({ ...place, stream: deadLetters }));
}

/** `380 too-large, 20 bad-time`, the first `most` of them. */
export function reasonsLine(reasons: ReadonlyMap<string, number>, most: number): string {
  const shown = [...reasons].slice(0, most).map(([reason, count]) => `${count.toLocaleString('en-US')} ${reason}`);
  const more = reasons.size > most ? `, and ${reasons.size - most} more` : '';
  return shown.join(', ') + more;
}
