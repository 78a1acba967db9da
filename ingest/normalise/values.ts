import { LISTED_FIELDS, type MappedField, type Mapping } from '../../schemas/mapping.ts';
import type { Values } from './record.ts';
import { quoted, reject, type Rejection } from './rejection.ts';

/** Longer ones are somebody's mistake, and would become keys. In UTF-16 units. */
const LONGEST = { id: 512, author: 512, account: 512, post: 512, url: 4_096, lang: 64 } as const;
type BoundedField = keyof typeof LONGEST;

export function isAbsent(value: unknown): boolean {
  if (typeof value === 'string') return !(value.charCodeAt(0) > 32) && value.trim() === '';
  return value === undefined || value === null;
}

export function missing(field: MappedField): Rejection {
  return reject('missing-field', `${field} is missing or empty`);
}

export function neededText(values: Values, field: MappedField): string | Rejection {
  const value = values[field];
  if (isAbsent(value)) return missing(field);
  return typeof value === 'string'
    ? value
    : reject('wrong-type', `${field} must be a text, it is a ${typeName(value)}`);
}

export function optionalText(values: Values, field: MappedField): string | Rejection {
  const value = values[field] ?? '';
  return typeof value === 'string'
    ? value
    : reject('wrong-type', `${field} must be a text, it is a ${typeName(value)}`);
}

function typeName(value: unknown): string {
  return Array.isArray(value) ? 'list' : typeof value === 'object' ? 'map' : typeof value;
}

/** A whole number from 0 to `largest` (`inWords`), or a text that writes one (`120`, `120.0`); undefined when there is none. */
export function optionalCount(
  values: Values,
  field: MappedField,
  largest: number,
  inWords: string,
): number | undefined | Rejection {
  const value = values[field];
  if (isAbsent(value)) return undefined;
  const number = typeof value === 'string' ? numberIn(value) : value;
  if (typeof number !== 'number')
    return reject('wrong-type', `${field} must be a whole number, it is a ${typeName(value)}`);
  if (number >= 0 && number <= largest) {
    return Number.isInteger(number)
      ? number + 0
      : reject('wrong-type', `${field} must be a whole number, it is ${number}`);
  }
  return reject('number-out-of-range', `${field} must be from 0 to ${inWords}, it is ${number}`);
}

function numberIn(text: string): number | string {
  const trimmed = text.trim();
  if (/^[+-]?\d{1,30}(?:\.\d+)?$/.test(trimmed)) return Number(trimmed);
  if (/^[+-]?nan$/i.test(trimmed)) return NaN;
  if (/^[+-]?inf(?:inity)?$/i.test(trimmed)) return trimmed.startsWith('-') ? -Infinity : Infinity;
  return text;
}

/** Why a text is too large for the mapping's limit; undefined when it is not. */
export function tooLongText(text: string, textBytes: number): Rejection | undefined {
  // A UTF-16 unit is at most three bytes of UTF-8: most texts need not be measured.
  if (text.length * 3 <= textBytes) return undefined;
  const bytes = Buffer.byteLength(text);
  return bytes > textBytes
    ? reject('too-large', `text has ${bytes} bytes, more than limits.textBytes ${textBytes}`)
    : undefined;
}

/** Why one of these names is too long to be one; undefined when none is. */
export function tooLongName<Field extends BoundedField>(
  fields: Readonly<Record<Field, string>>,
  names: readonly Field[],
): Rejection | undefined {
  for (const field of names) {
    const { length } = fields[field];
    if (length > LONGEST[field])
      return reject('too-large', `${field} has ${length} characters, more than ${LONGEST[field]}`);
  }
  return undefined;
}

/** A field whose value is not among those that the mapping lists. */
export function notListed(
  fields: Readonly<Partial<Record<(typeof LISTED_FIELDS)[number], string>>>,
  lists: Mapping['values'],
): Rejection | undefined {
  if (lists === undefined) return undefined;
  for (const field of LISTED_FIELDS) {
    const value = fields[field] ?? '';
    if (value !== '' && lists[field]?.includes(value) === false)
      return reject('unknown-value', `${field} is ${quoted(value)}, which is not among the mapping's values`);
  }
  return undefined;
}
