import type { Instant } from '../../schemas/instants.ts';
import type { Mapping } from '../../schemas/mapping.ts';
import { csvReader } from './csv/reader.ts';
import { FUTURE_MS } from './event-time.ts';
import { jsonPath, unescape, valueSpan } from './json/span.ts';
import type { JsonPath } from './json/span.ts';
import { contentOf } from './record.ts';
import { timeReader } from './time/reader.ts';

/**
 * The id and event time of a raw item, for the reader that routes and ticks before anybody has understood it. Of every item that
 * `decode.ts` accepts they are exactly what it returns; of others they are a guess, and '' or undefined where there is none.
 * A time that decoding would refuse (out of range, in the future) is undefined: no tick may follow it.
 */
export type Peek = (raw: Uint8Array, receivedTime: Instant) => { id: string; eventTime: Instant | undefined };

export function peekReader(mapping: Mapping): Peek {
  const read = mapping.format === 'ndjson' ? jsonPeek(mapping) : csvPeek(mapping);
  const readTime = timeReader(mapping);
  return (raw, receivedTime) => {
    const { id, time } = read(contentOf(raw));
    const eventTime = time === undefined || time === '' ? undefined : readTime(time);
    const believable = typeof eventTime === 'number' && eventTime <= receivedTime + FUTURE_MS;
    return { id, eventTime: believable ? eventTime : undefined };
  };
}

interface Peeked {
  readonly id: string;
  readonly time: string | number | undefined;
}

function jsonPeek({ fields }: Mapping): (raw: Buffer) => Peeked {
  const idPath = jsonPath(fields.id ?? '');
  const timePath = jsonPath(fields.time ?? '');
  return (raw) => ({ id: String(scalarAt(raw, idPath, true) ?? ''), time: scalarAt(raw, timePath, false) });
}

/** A text, or a number (as written, if asked); undefined for everything else. */
function scalarAt(raw: Buffer, path: JsonPath, asWritten: boolean): string | number | undefined {
  const span = valueSpan(raw, path);
  if (span === undefined) return undefined;
  const { start, end } = span;
  if (raw[start] !== 0x22) {
    const digits = raw.toString('latin1', start, end);
    const number = /^-?\d/.test(digits) ? Number(digits) : NaN;
    return Number.isNaN(number) ? undefined : asWritten ? digits : number;
  }
  const inner = raw.toString('utf8', start + 1, end - 1);
  const text = inner.includes('\\') ? unescape(inner) : inner;
  return text.isWellFormed() ? text : '';
}

function csvPeek(mapping: Mapping): (raw: Buffer) => Peeked {
  const readRow = csvReader(mapping);
  return (raw) => {
    const values = readRow(raw, raw.toString());
    if ('kind' in values) return { id: '', time: undefined };
    const { id, time } = values;
    return { id: typeof id === 'string' ? id : '', time: typeof time === 'string' ? time : undefined };
  };
}
