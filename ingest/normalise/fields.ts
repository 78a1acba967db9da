import { DAY_MS } from '../../schemas/instants.ts';
import type { Instant } from '../../schemas/instants.ts';
import { LISTED_FIELDS } from '../../schemas/mapping.ts';
import type { MappedField, Mapping } from '../../schemas/mapping.ts';
import type { Values } from './record.ts';
import { quoted, reject } from './rejection.ts';
import type { Rejection } from './rejection.ts';
import { timeReader } from './time/reader.ts';

/** What an item says once it is understood; optional fields are '' (reach: 0) when it does not say. */
export interface Fields {
  readonly id: string;
  readonly text: string;
  readonly time: Instant;
  readonly author: string;
  readonly url: string;
  readonly lang: string;
  readonly reach: number;
}

/** Longer ones are somebody's mistake, and would become keys. In UTF-16 units. */
const LONGEST = { id: 512, author: 512, url: 4_096, lang: 64 } as const;

/** Beyond this a clock is wrong somewhere, and one such item would drag the stream's time along. */
export const FUTURE_MS = DAY_MS;

/**
 * What a row's reach holds (UInt32), more than any account has. A larger one would be refused by the store alone, row by row, after
 * it has entered the sums of its windows, which would then be refused as well.
 */
const LARGEST_REACH = 4_294_967_295;

/** Judges the mapped values of one record, field by field; the first that is wrong names the reason. */
export function fieldsReader(mapping: Mapping): (values: Values, receivedTime: Instant) => Fields | Rejection {
  const readTime = timeReader(mapping);
  return (values, receivedTime) => {
    const id = needed(values, 'id');
    if (typeof id !== 'string') return id;
    const text = needed(values, 'text');
    if (typeof text !== 'string') return text;
    const time = isAbsent(values.time) ? missing('time') : readTime(values.time);
    if (typeof time !== 'number') return time;
    if (time > receivedTime + FUTURE_MS) return reject('future', 'time is more than 24 h after the item was received');
    const author = optional(values, 'author');
    if (typeof author !== 'string') return author;
    const url = optional(values, 'url');
    if (typeof url !== 'string') return url;
    const lang = optional(values, 'lang');
    if (typeof lang !== 'string') return lang;
    const reach = readReach(values.reach);
    if (typeof reach !== 'number') return reach;
    const fields = { id, text, time, author, url, lang, reach };
    return tooLong(fields, mapping.limits.textBytes) ?? notListed(fields, mapping.values) ?? fields;
  };
}

function isAbsent(value: unknown): boolean {
  if (typeof value === 'string') return !(value.charCodeAt(0) > 32) && value.trim() === '';
  return value === undefined || value === null;
}

function missing(field: MappedField): Rejection {
  return reject('missing-field', `${field} is missing or empty`);
}

function needed(values: Values, field: MappedField): string | Rejection {
  const value = values[field];
  if (isAbsent(value)) return missing(field);
  return typeof value === 'string'
    ? value
    : reject('wrong-type', `${field} must be a text, it is a ${typeName(value)}`);
}

function optional(values: Values, field: MappedField): string | Rejection {
  const value = values[field] ?? '';
  return typeof value === 'string'
    ? value
    : reject('wrong-type', `${field} must be a text, it is a ${typeName(value)}`);
}

function typeName(value: unknown): string {
  return Array.isArray(value) ? 'list' : typeof value === 'object' ? 'map' : typeof value;
}

/** A whole number, or a text that writes one (`120`, `120.0`); 0 when there is none. */
function readReach(value: unknown): number | Rejection {
  if (isAbsent(value)) return 0;
  const number = typeof value === 'string' ? numberIn(value) : value;
  if (typeof number !== 'number')
    return reject('wrong-type', `reach must be a whole number, it is a ${typeName(value)}`);
  if (number >= 0 && number <= LARGEST_REACH) {
    return Number.isInteger(number)
      ? number + 0
      : reject('wrong-type', `reach must be a whole number, it is ${number}`);
  }
  return reject('number-out-of-range', `reach must be from 0 to 2^32 - 1, it is ${number}`);
}

function numberIn(text: string): number | string {
  const trimmed = text.trim();
  if (/^[+-]?\d{1,30}(?:\.\d+)?$/.test(trimmed)) return Number(trimmed);
  if (/^[+-]?nan$/i.test(trimmed)) return NaN;
  if (/^[+-]?inf(?:inity)?$/i.test(trimmed)) return trimmed.startsWith('-') ? -Infinity : Infinity;
  return text;
}

function tooLong(fields: Fields, textBytes: number): Rejection | undefined {
  // A UTF-16 unit is at most three bytes of UTF-8: most texts need not be measured.
  if (fields.text.length * 3 > textBytes) {
    const bytes = Buffer.byteLength(fields.text);
    if (bytes > textBytes)
      return reject('too-large', `text has ${bytes} bytes, more than limits.textBytes ${textBytes}`);
  }
  for (const field of ['id', 'author', 'url', 'lang'] as const) {
    const { length } = fields[field];
    if (length > LONGEST[field])
      return reject('too-large', `${field} has ${length} characters, more than ${LONGEST[field]}`);
  }
  return undefined;
}

function notListed(fields: Fields, lists: Mapping['values']): Rejection | undefined {
  if (lists === undefined) return undefined;
  const wrong = LISTED_FIELDS.find((field) => fields[field] !== '' && lists[field]?.includes(fields[field]) === false);
  return (
    wrong && reject('unknown-value', `${wrong} is ${quoted(fields[wrong])}, which is not among the mapping's values`)
  );
}
