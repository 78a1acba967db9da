import { NO_NAME, type Chunk, type LogRecord } from '../../schemas/envelope.ts';

const plain = { key: '', trace: '', subject: '', name: undefined };

/** A feeder's record. */
export function data<T>(value: T, time: number): LogRecord<T> {
  return { ...plain, eventTime: time, receivedTime: time, kind: 'data', value };
}

export function tick(time: number, flags: { live?: boolean; final?: boolean } = {}): LogRecord<never> {
  const value = { time, live: flags.live ?? false, final: flags.final ?? false };
  return { ...plain, eventTime: time, receivedTime: time, kind: 'tick', value };
}

export function shared(name: string, value: Uint8Array): LogRecord<never> {
  return { ...plain, eventTime: 0, receivedTime: 0, kind: 'shared', value: { name, value } };
}

export function barrier(pipeline: string, version: number): LogRecord<never> {
  return { ...plain, eventTime: 0, receivedTime: 0, kind: 'barrier', value: { pipeline, version } };
}

/** What a feeder appends at once. */
export function chunkOf<T>(records: readonly LogRecord<T>[]): Chunk<T> {
  return { workspace: 'main', timeline: 'test', producer: '', generation: 0, previous: NO_NAME, records };
}
