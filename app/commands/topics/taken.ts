import type { Offset } from '../../../runtime/log/log.ts';
import type { Instant } from '../../../schemas/instants.ts';

/** One reading of dead letters: when it began and the name of the mapping that it read them with. */
export interface Reading {
  readonly at: Instant;
  readonly mapping: string;
}

/** Letters `[from, to)` of a partition that the reading with this index took. */
type Range = readonly [from: Offset, to: Offset, reading: number];

/**
 * The cursor of a timeline's dead letters (JSON): which of them were handed over again. It is stored in one commit with the items
 * made of them, so no letter is read twice and none is marked that was not. Letters go in the order of time, not of the log, so
 * these are ranges; when a reading is through, what it took lies side by side again. Offsets, not counts: retention deletes letters.
 */
export interface Taken {
  readonly readings: readonly Reading[];
  /** By partition; in order of offset and apart. */
  readonly ranges: readonly (readonly Range[])[];
}

export interface LetterPlace {
  readonly partition: number;
  readonly offset: Offset;
}

export const NONE_TAKEN: Taken = { readings: [], ranges: [] };

/** Names the source whose cursor it is. */
export function letterSourceId(timeline: string): string {
  return `dlq:${timeline}`;
}

/** The reading that took a letter; undefined: it is open. */
export function readingOf(taken: Taken, { partition, offset }: LetterPlace): Reading | undefined {
  const ranges = taken.ranges[partition] ?? [];
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const [, to] = ranges[middle] ?? [0, 0];
    if (to <= offset) low = middle + 1;
    else high = middle;
  }
  const range = ranges[low];
  return range === undefined || range[0] > offset ? undefined : taken.readings[range[2]];
}

/** With these letters, all of them open, taken by a reading: the last one, or one that begins. */
export function withTaken(taken: Taken, letters: readonly LetterPlace[], reading: Reading): Taken {
  const { at, mapping } = taken.readings.at(-1) ?? {};
  const goesOn = at === reading.at && mapping === reading.mapping;
  const readings = goesOn ? taken.readings : [...taken.readings, reading];
  const places = Map.groupBy(letters, ({ partition }) => partition);
  const partitions = Math.max(taken.ranges.length, ...letters.map(({ partition }) => partition + 1));
  const ranges = Array.from({ length: partitions }, (_, partition) => {
    const before = taken.ranges[partition] ?? [];
    const added = (places.get(partition) ?? []).map(({ offset }): Range => [offset, offset + 1, readings.length - 1]);
    return added.length === 0 ? before : joined([...before, ...added].toSorted(([a], [b]) => a - b));
  });
  return { readings, ranges };
}

/** Neighbours that one reading took as one range. */
function joined(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const range of ranges) {
    const last = result.at(-1);
    const touches = last !== undefined && last[1] === range[0] && last[2] === range[2];
    if (touches) result[result.length - 1] = [last[0], range[1], last[2]];
    else result.push(range);
  }
  return result;
}

/** How many letters of `[first, next)` of a partition were taken. */
export function countTaken({ ranges }: Taken, partition: number, first: Offset, next: Offset): number {
  const lengths = (ranges[partition] ?? []).map(([from, to]) => Math.min(to, next) - Math.max(from, first));
  return lengths.reduce((sum, length) => sum + Math.max(0, length), 0);
}
