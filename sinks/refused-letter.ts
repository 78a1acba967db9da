import type { DeadLetter } from '../schemas/results/dead-letter.ts';
import type { Stream } from '../schemas/streams.ts';
import type { Refusal, Result } from './sink.ts';

/** What is kept of a row that a sink will never take: whole, with where its record stands in the log, and in nobody's way. */
export function refusedLetter<T>(sink: string, stream: Stream<T>, { row, error }: Refusal<Result<T>>): DeadLetter {
  const raw = new TextEncoder().encode(JSON.stringify(row.value));
  return {
    source: `sink:${sink}`,
    mapping: '',
    origin: `${stream.name}:${row.partition}:${row.offset}`,
    size: raw.length,
    raw,
    reason: 'store-refused',
    detail: error.message,
  };
}
