import { chunkWriter, NO_NAME, type ChunkWriter, type LogRecord, type Name } from '../../schemas/envelope.ts';
import type { Instant } from '../../schemas/instants.ts';
import type { Stream } from '../../schemas/streams.ts';
import type { Output, Partition } from '../log/log.ts';
import { nextName } from './names.ts';

/** The input record that outputs come from: they inherit its times, trace and subject. */
export interface Cause {
  at: number;
  eventTime: Instant;
  receivedTime: Instant;
  trace: string;
  subject: string;
}

/** One target partition. */
interface Box {
  readonly to: Partition;
  /** Of the last record that was put. */
  last: Name;
  /** Of the last record before those that wait. */
  previous: Name;
  waiting: ChunkWriter<unknown> | undefined;
}

/** Collects and names what a task appends, until its next commit. `previous`: the last name in each target, as in its checkpoint. */
export function outbox(
  task: string,
  generation: number,
  place: { workspace: string; timeline: string },
  previous: Map<string, Name>,
) {
  const boxes = new Map<Stream, Box[]>();

  function boxOf(stream: Stream, partition: number): Box {
    let all = boxes.get(stream);
    if (all === undefined) boxes.set(stream, (all = []));
    const known = all[partition];
    if (known !== undefined) return known;
    const last = previous.get(targetOf(stream, partition)) ?? NO_NAME;
    const to = { ...place, stream, generation, partition };
    return (all[partition] = { to, last, previous: last, waiting: undefined });
  }

  return {
    put(
      stream: Stream,
      partition: number,
      key: string,
      cause: Cause,
      kind: 'data' | 'tick',
      value: unknown,
      late = false,
    ): void {
      const box = boxOf(stream, partition);
      const { eventTime, receivedTime, trace, subject } = cause;
      const name = nextName(box.last, cause.at);
      box.last = name;
      box.waiting ??= chunkWriter(stream.codec, { ...place, producer: task, generation });
      box.waiting.put({ key, eventTime, receivedTime, trace, subject, name, late, kind, value } as LogRecord);
    },

    take(): Output[] {
      const outputs: Output[] = [];
      for (const box of [...boxes.values()].flat()) {
        if (box.waiting === undefined) continue;
        outputs.push({ to: box.to, chunk: box.waiting.take(box.previous) });
        previous.set(targetOf(box.to.stream, box.to.partition), box.last);
        box.previous = box.last;
        box.waiting = undefined;
      }
      return outputs;
    },
  };
}

function targetOf(stream: Stream, partition: number): string {
  return `${stream.name}/${partition}`;
}
