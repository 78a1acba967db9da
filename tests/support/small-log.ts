import { openEngine, type Engine } from '../../runtime/log/embedded/engine.ts';
import { NO_STATE, type Partition } from '../../runtime/log/log.ts';
import { NO_NAME, type Body, type Chunk, type LogRecord } from '../../schemas/envelope.ts';
import { MAIN_WORKSPACE } from '../../schemas/ids.ts';
import { intake, type Stream } from '../../schemas/streams.ts';

export interface SmallLog {
  readonly engine: Engine;
  /** One chunk of data records, a second apart from `receivedTime` on. */
  append<T>(stream: Stream<T>, partition: number, values: readonly T[], receivedTime?: number): Promise<void>;
  /** The same of any records. */
  appendBodies<T>(
    stream: Stream<T>,
    partition: number,
    bodies: readonly Body<T>[],
    receivedTime?: number,
  ): Promise<void>;
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
    generation: stream.name === intake.name ? 0 : 1,
    partition,
  });
  async function appendBodies<T>(
    stream: Stream<T>,
    partition: number,
    bodies: readonly Body<T>[],
    receivedTime = 0,
  ): Promise<void> {
    const records = bodies.map((body, i): LogRecord<T> => {
      const time = receivedTime + i * 1_000;
      return { key: '', eventTime: time, receivedTime: time, trace: '', subject: '', name: undefined, ...body };
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
  }
  return {
    engine,
    appendBodies,
    append: (stream, partition, values, receivedTime) =>
      appendBodies(
        stream,
        partition,
        values.map((value) => ({ kind: 'data', value })),
        receivedTime,
      ),
    read: (task, stream, partition, next) =>
      engine.store.commit([
        { task, input: place(stream, partition), next, meta: new Uint8Array(), ...NO_STATE, outputs: [] },
      ]),
    close: () => engine.close(),
  };
}
