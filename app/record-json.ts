import { isUtf8 } from 'node:buffer';
import type { Partition } from '../runtime/log/log.ts';
import type { LogRecord } from '../schemas/envelope.ts';
import { isoOf } from '../schemas/instants.ts';
import type { DeadLetter } from '../schemas/results/dead-letter.ts';
import type { Reading } from './commands/topics/taken.ts';

/** One record of the log as a line of NDJSON. */
export function recordJson(partition: Partition, offset: number, producer: string, record: LogRecord): string {
  const { kind, key, eventTime, receivedTime, trace, name, value } = record;
  return line({
    timeline: partition.timeline,
    stream: partition.stream.name,
    partition: partition.partition,
    offset,
    kind,
    ...(key !== '' && { key }),
    eventTime: isoOf(eventTime),
    receivedTime: isoOf(receivedTime),
    ...(trace !== '' && { trace }),
    ...(producer !== '' && { producer }),
    ...(name !== undefined && { name }),
    value,
  });
}

/**
 * A dead letter as people edit it: `text` of the original where it is UTF-8, else `base64`. Read again, it says when and with which
 * mapping; what came of that stands elsewhere (a letter that failed again is another letter).
 */
export function deadLetterJson(
  { timeline, partition }: Partition,
  offset: number,
  letter: DeadLetter,
  receivedTime: number,
  reading: Reading | undefined,
): string {
  const { reason, detail, origin, size, source, mapping, raw } = letter;
  const received = isoOf(receivedTime);
  const place = { timeline, partition, offset, received, source, mapping };
  const state =
    reading === undefined
      ? { state: 'open' }
      : { state: 'replayed', replayedAt: isoOf(reading.at), replayedWith: reading.mapping };
  return line({ reason, detail, origin, size, ...original(raw), ...place, ...state });
}

function original(raw: Uint8Array): { text: string } | { base64: string } {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  return isUtf8(bytes) ? { text: bytes.toString() } : { base64: bytes.toString('base64') };
}

function line(value: object): string {
  return `${JSON.stringify(plain(value))}\n`;
}

/** Bytes become text, or `{ base64 }` when they are none; everything else that JSON lacks becomes a text. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) {
    const shown = original(value);
    return 'text' in shown ? shown.text : shown;
  }
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
}
