import { openEngine } from '../../runtime/log/embedded/engine.ts';
import type { Partition } from '../../runtime/log/log.ts';
import { NO_NAME, type Chunk, type LogRecord } from '../../schemas/envelope.ts';
import { MAIN_WORKSPACE } from '../../schemas/ids.ts';
import type { Stream } from '../../schemas/streams.ts';

export interface SmallLog {
  /** One chunk of data records, a second apart from `receivedTime` on. */
  append<T>(stream: Stream<T>, partition: number, values: readonly T[], receivedTime?: number): Promise<void>;
  /** A reader of the stream's partition that has come as far as `next`. */
  read(task: string, stream: Stream, partition: number, next: number): Promise<void>;
  close(): Promise<void>;
}

/** A log file with one timeline, written as the product writes it. */
export async function smallLog(path: string, timeline = 'first', partitions = 2): Promise<SmallLog> {
  const engine = openEngine({ path });
  await engine.createTimeline({ workspace: MAIN_WORKSPACE, name: timeline, partitions, usually: partitions, now: 0 });
  const place = <T>(stream: Stream<T>, partition: number): Partition<T> => ({
    workspace: MAIN_WORKSPACE,
    timeline,
    stream,
    generation: 0,
    partition,
  });
  return {
    async append<T>(stream: Stream<T>, partition: number, values: readonly T[], receivedTime = 0) {
      const records = values.map((value, i): LogRecord<T> => {
        const time = receivedTime + i * 1_000;
        return {
          key: '',
          eventTime: time,
          receivedTime: time,
          trace: '',
          subject: '',
          name: undefined,
          kind: 'data',
          value,
        };
      });
      const chunk: Chunk<T> = {
        workspace: MAIN_WORKSPACE,
        timeline,
        producer: '',
        generation: 0,
        previous: NO_NAME,
        records,
      };
      await engine.log.append(place(stream, partition), chunk);
    },
    read: (task, stream, partition, next) =>
      engine.store.commit([
        { task, input: place(stream, partition), next, meta: new Uint8Array(), state: [], outputs: [] },
      ]),
    close: () => engine.close(),
  };
}
