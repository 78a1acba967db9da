import type { Offset, Partition } from '../../../runtime/log/log.ts';
import { STREAMS } from '../../../schemas/streams.ts';
import { print, type CommandIo } from '../../io.ts';
import { openLog, unknown, type OpenedLog, type PartitionStatus } from '../../open-log.ts';
import type { CommonOptions } from '../../options.ts';
import { recordJson } from '../../record-json.ts';
import { recordsIn, type Placed } from './records.ts';

const FOLLOW_EVERY_MS = 250;
/** How far back the last data records are looked for at first: control records may lie between them. */
const FIRST_LOOK_BACK = 1_000;

export interface TailOptions {
  readonly stream: string;
  readonly timeline?: string | undefined;
  readonly partition?: number | undefined;
  readonly last: number;
  readonly from?: number | undefined;
  readonly follow: boolean;
  /** Control records too: ticks, coverage, broadcast facts, barriers. */
  readonly control: boolean;
}

/** The last records over all chosen partitions in the order they were received, or all from an offset on; then, if asked, what comes. */
export async function topicsTail(options: CommonOptions & TailOptions, io: CommandIo): Promise<number> {
  const names = STREAMS.map(({ name }) => name);
  if (!names.includes(options.stream)) throw unknown('stream', options.stream, names);
  const log = openLog(options, io);
  try {
    const { timeline, stream, partition, control } = options;
    const chosen = log.partitions({ timeline, stream, partition });
    if (options.from === undefined) await printLast(log, chosen, options, io);
    const next = new Map(chosen.map((status) => [keyOf(status.partition), startOf(status, options.from)]));
    if (options.from !== undefined) await printNew(log, chosen, next, control, io);
    while (options.follow) {
      await io.clock.sleep(FOLLOW_EVERY_MS, io.signal);
      await printNew(log, log.partitions({ timeline, stream, partition }), next, control, io);
    }
    return 0;
  } finally {
    log.close();
  }
}

interface Tailed extends Placed {
  readonly partition: Partition;
}

async function printLast(
  log: OpenedLog,
  chosen: readonly PartitionStatus[],
  { last, control }: Pick<TailOptions, 'last' | 'control'>,
  io: CommandIo,
): Promise<void> {
  const found = merged(chosen.map((status) => lastOf(log, status, last, control)));
  for (const { partition, offset, producer, record } of found.slice(Math.max(0, found.length - last))) {
    await print(io, recordJson(partition, offset, producer, record));
  }
}

/** The last records of one partition; looks further back until there are enough, or no more. */
function lastOf(log: OpenedLog, status: PartitionStatus, last: number, control: boolean): Tailed[] {
  for (let span = control ? last : Math.max(last, FIRST_LOOK_BACK); ; span *= 4) {
    const from = Math.max(status.first, status.next - span);
    const found = [...shownIn(log, status, from, control)];
    if (found.length >= last || from === status.first || control)
      return found
        .slice(Math.max(0, found.length - last))
        .map((placed) => ({ ...placed, partition: status.partition }));
  }
}

function* shownIn(log: OpenedLog, status: PartitionStatus, from: Offset, control: boolean): Generator<Placed> {
  for (const placed of recordsIn(log, status, from)) if (control || placed.record.kind === 'data') yield placed;
}

/** By the time they were received; each list keeps its own order, whatever the times in it say. */
function merged<T extends Placed>(lists: readonly (readonly T[])[]): T[] {
  const next = lists.map(() => 0);
  const all: T[] = [];
  for (;;) {
    let first = -1;
    let head: T | undefined;
    for (const [i, list] of lists.entries()) {
      const candidate = list[next[i] ?? 0];
      if (candidate === undefined) continue;
      if (head === undefined || candidate.record.receivedTime < head.record.receivedTime)
        [first, head] = [i, candidate];
    }
    if (head === undefined) return all;
    all.push(head);
    next[first] = (next[first] ?? 0) + 1;
  }
}

async function printNew(
  log: OpenedLog,
  chosen: readonly PartitionStatus[],
  next: Map<string, number>,
  control: boolean,
  io: CommandIo,
): Promise<void> {
  for (const status of chosen) {
    const key = keyOf(status.partition);
    for (const { offset, producer, record } of shownIn(log, status, next.get(key) ?? status.first, control)) {
      io.signal.throwIfAborted();
      await print(io, recordJson(status.partition, offset, producer, record));
    }
    next.set(key, status.next);
  }
}

function startOf(status: PartitionStatus, from: number | undefined): number {
  return from === undefined ? status.next : Math.max(from, status.first);
}

function keyOf({ workspace, timeline, generation, partition }: Partition): string {
  return `${workspace}/${timeline}/${generation}/${partition}`;
}
