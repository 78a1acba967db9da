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
 * made of them, so no letter is read twice and none is marked that was not. Offsets, not counts: retention deletes letters.
 */
export interface Taken {
  readonly readings: readonly Reading[];
  /** By partition; in order of offset and apart. */
  readonly ranges: readonly (readonly Range[])[];
  /**
   * A reading under way or cut off, which has taken the first `done` letters of its sorted file too. They go in the order of time:
   * as ranges they would be thousands until the last one is through, and written with every page.
   */
  readonly running?: { readonly at: Instant; readonly done: number };
}

export interface LetterPlace {
  readonly partition: number;
  readonly offset: Offset;
}

/** A letter and the name of the mapping that reads it. */
export interface TakenLetter extends LetterPlace {
  readonly mapping: string;
}

export const NONE_TAKEN: Taken = { readings: [], ranges: [] };

/** Names the source whose cursor it is. */
export function letterSourceId(timeline: string): string {
  return `dlq:${timeline}`;
}

/** The finished reading that took a letter; undefined: none did. */
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

/** With these letters, all of them open, taken by a reading that began at `at` and is over. */
export function withTaken(taken: Taken, letters: readonly TakenLetter[], at: Instant): Taken {
  const readings = [...taken.readings];
  const ranges = taken.ranges.map((own) => [...own]);
  const indexes = new Map<string, number>();
  for (const { partition, offset, mapping } of letters) {
    let index = indexes.get(mapping);
    if (index === undefined) indexes.set(mapping, (index = readings.push({ at, mapping }) - 1));
    while (ranges.length <= partition) ranges.push([]);
    ranges[partition]?.push([offset, offset + 1, index]);
  }
  return { readings, ranges: ranges.map((own) => joined(own.toSorted(([a], [b]) => a - b))) };
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
