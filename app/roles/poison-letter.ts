import type { Log } from '../../runtime/log/log.ts';
import { NO_NAME } from '../../schemas/envelope.ts';
import type { Instant } from '../../schemas/instants.ts';
import { deadLetters } from '../../schemas/streams.ts';
import type { Result } from '../../sinks/sink.ts';

/** A row that the store refuses for ever becomes a dead letter: kept, seen in `topics dlq`, and in nobody's way. */
export async function poisonLetter<T>(
  log: Log,
  table: string,
  row: Result<T>,
  error: Error,
  now: Instant,
): Promise<void> {
  const { workspace, timeline, partition, offset, value } = row;
  const raw = new TextEncoder().encode(JSON.stringify(value));
  const letter = {
    source: 'sink:clickhouse',
    mapping: '',
    origin: `${table}:${partition}:${offset}`,
    size: raw.length,
    raw,
    reason: 'store-refused',
    detail: error.message,
  };
  const record = {
    key: letter.origin,
    eventTime: now,
    receivedTime: now,
    trace: row.trace,
    subject: '',
    name: undefined,
    kind: 'data' as const,
    value: letter,
  };
  await log.append(
    { workspace, timeline, stream: deadLetters, generation: row.generation, partition },
    { workspace, timeline, producer: '', generation: row.generation, previous: NO_NAME, records: [record] },
  );
}
