import type { Partition } from '../../runtime/log/log.ts';
import type { LogRecord } from '../../schemas/envelope.ts';
import type { DeadLetter } from '../../schemas/results/dead-letter.ts';
import { deadLetters, STREAMS } from '../../schemas/streams.ts';
import { print, type CommandIo } from '../io.ts';
import { openLog, unknown, type OpenedLog, type PartitionStatus } from '../open-log.ts';
import type { CommonOptions } from '../options.ts';
import { deadLetterJson, recordJson } from '../record-json.ts';
import { table } from '../table.ts';

const READ_BYTES = 1_048_576;
const FOLLOW_EVERY_MS = 250;

/** One line per partition, or per reader of it where there are several. */
export async function topicsLs(options: CommonOptions & { readonly json: boolean }, io: CommandIo): Promise<number> {
  const log = openLog(options, io);
  try {
    const found = log.partitions().map(({ partition, ...status }) => ({
      timeline: partition.timeline,
      stream: partition.stream.name,
      partition: partition.partition,
      ...status,
    }));
    const rows = found.map(({ readers, ...columns }) => ({
      ...columns,
      lag: readers.map(({ task, records }) => `${task} ${records}`).join(', ') || '-',
    }));
    const lines = found.map((one) => `${JSON.stringify(one)}\n`).join('');
    await print(
      io,
      options.json ? lines : table(['timeline', 'stream', 'partition', 'first', 'next', 'bytes', 'lag'], rows),
    );
    return 0;
  } finally {
    log.close();
  }
}

export interface TailOptions {
  readonly stream: string;
  readonly timeline?: string | undefined;
  readonly partition?: number | undefined;
  readonly last: number;
  readonly from?: number | undefined;
  readonly follow: boolean;
}

/** The last records over all chosen partitions in the order they were received, or all from an offset on; then, if asked, what comes. */
export async function topicsTail(options: CommonOptions & TailOptions, io: CommandIo): Promise<number> {
  const names = STREAMS.map(({ name }) => name);
  if (!names.includes(options.stream)) throw unknown('stream', options.stream, names);
  const log = openLog(options, io);
  try {
    const { timeline, stream, partition } = options;
    const chosen = log.partitions({ timeline, stream, partition });
    if (options.from === undefined) await printLast(log, chosen, options.last, io);
    const next = new Map(chosen.map((status) => [keyOf(status.partition), startOf(status, options.from)]));
    if (options.from !== undefined) await printNew(log, chosen, next, io);
    while (options.follow) {
      await io.clock.sleep(FOLLOW_EVERY_MS, io.signal);
      await printNew(log, log.partitions({ timeline, stream, partition }), next, io);
    }
    return 0;
  } finally {
    log.close();
  }
}

/** Dead letters of every timeline, or of one. */
export async function topicsDlq(
  options: CommonOptions & { readonly timeline?: string | undefined },
  io: CommandIo,
): Promise<number> {
  const log = openLog(options, io);
  try {
    for (const status of log.partitions({ timeline: options.timeline, stream: deadLetters.name })) {
      for (const { offset, record } of recordsIn(log, status, status.first)) {
        if (record.kind !== 'data') continue;
        await print(io, deadLetterJson(status.partition, offset, record.value as DeadLetter, record.receivedTime));
      }
    }
    return 0;
  } finally {
    log.close();
  }
}

interface Placed {
  readonly offset: number;
  readonly producer: string;
  readonly record: LogRecord;
}

/** From `from` up to where the partition ended when its status was taken. */
function* recordsIn(log: OpenedLog, { partition, next }: PartitionStatus, from: number): Generator<Placed> {
  for (let at = from; at < next;) {
    const batch = log.read(partition, at, READ_BYTES);
    if (batch.length === 0) return;
    for (const { offset: first, chunk } of batch) {
      for (const [index, record] of chunk.records.entries()) {
        const offset = first + index;
        if (offset >= at && offset < next) yield { offset, producer: chunk.producer, record };
      }
      at = Math.max(at, first + chunk.records.length);
    }
  }
}

async function printLast(
  log: OpenedLog,
  chosen: readonly PartitionStatus[],
  last: number,
  io: CommandIo,
): Promise<void> {
  const lists = chosen.map((status) => {
    const records = recordsIn(log, status, Math.max(status.first, status.next - last));
    return Array.from(records, (placed) => ({ ...placed, partition: status.partition }));
  });
  const found = merged(lists);
  for (const { partition, offset, producer, record } of found.slice(Math.max(0, found.length - last))) {
    await print(io, recordJson(partition, offset, producer, record));
  }
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
  io: CommandIo,
): Promise<void> {
  for (const status of chosen) {
    const key = keyOf(status.partition);
    for (const { offset, producer, record } of recordsIn(log, status, next.get(key) ?? status.first)) {
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
