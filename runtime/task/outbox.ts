import type { Body, LogRecord, Name } from '../../schemas/envelope.ts';
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

interface Pending {
  readonly to: Partition;
  readonly previous: Name;
  readonly records: LogRecord[];
}

/** Collects and names what a task appends, until its next commit. */
export function outbox(
  task: string,
  generation: number,
  place: { workspace: string; timeline: string },
  previous: Map<string, Name>,
) {
  const partitions = new Map<string, Partition>();
  let pending = new Map<string, Pending>();

  const partitionAt = (target: string, stream: Stream, partition: number): Partition => {
    let known = partitions.get(target);
    if (known === undefined) partitions.set(target, (known = { ...place, stream, generation, partition }));
    return known;
  };

  return {
    put(stream: Stream, partition: number, key: string, cause: Cause, body: Body<unknown>): void {
      const target = `${stream.name}/${partition}`;
      const { name, before } = nextName(previous, target, cause.at);
      let box = pending.get(target);
      if (box === undefined) {
        box = { to: partitionAt(target, stream, partition), previous: before, records: [] };
        pending.set(target, box);
      }
      const { eventTime, receivedTime, trace, subject } = cause;
      const { kind, value } = body;
      box.records.push({ key, eventTime, receivedTime, trace, subject, name, kind, value } as LogRecord);
    },

    take(): Output[] {
      const outputs = [...pending.values()].map(({ to, previous: before, records }) => ({
        to,
        chunk: { ...place, producer: task, generation, previous: before, records },
      }));
      pending = new Map();
      return outputs;
    },
  };
}
