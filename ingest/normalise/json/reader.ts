import type { Outcome } from '../../../runtime/outcome.ts';
import { fieldsOf, type MappedField, type Mapping } from '../../../schemas/mapping.ts';
import type { RecordReader, Values } from '../record.ts';
import { quoted, reject } from '../rejection.ts';
import { LONE_SURROGATE, NUL, TOO_DEEP, countKeys, scanJson } from './scan.ts';
import { jsonPath, valueSpan } from './span.ts';
import type { JsonPath } from './span.ts';
import { findDuplicate, holdsNaN } from './why.ts';

/** Reads the mapped values of one JSON object; refuses what is no object or could be read in two ways. */
export function jsonReader(mapping: Pick<Mapping, 'kind' | 'fields' | 'limits'>): RecordReader {
  const read = mapping.kind === 'mention' ? mentionValues(mapping) : accountValues(mapping);
  return (raw, line) => {
    const parsed = soundObject(raw, line, mapping.limits.depth);
    return parsed.kind === 'ok' ? read(parsed.value, raw) : parsed;
  };
}

type ValuesOf = (record: object, raw: Buffer) => Values;

function pathOf({ fields }: Pick<Mapping, 'fields'>, field: MappedField): JsonPath | undefined {
  const written = fields[field];
  return written === undefined ? undefined : jsonPath(written);
}

/** Written out: mentions are most of what is read, and a loop over names costs more than the rest. */
function mentionValues(mapping: Pick<Mapping, 'fields'>): ValuesOf {
  const path = (field: MappedField): JsonPath | undefined => pathOf(mapping, field);
  const [id, text, time, author] = [path('id'), path('text'), path('time'), path('author')];
  const [url, lang, reach] = [path('url'), path('lang'), path('reach')];
  return (record, raw) => ({
    id: asWritten(valueAt(record, id), raw, id),
    text: valueAt(record, text),
    time: valueAt(record, time),
    author: asWritten(valueAt(record, author), raw, author),
    url: valueAt(record, url),
    lang: valueAt(record, lang),
    reach: valueAt(record, reach),
  });
}

/** Fields that name something: their digits are kept. */
const NAMES: readonly MappedField[] = ['id', 'account', 'post'];

function accountValues(mapping: Pick<Mapping, 'kind' | 'fields'>): ValuesOf {
  const paths = fieldsOf(mapping.kind).map((field) => ({ field, path: pathOf(mapping, field) }));
  return (record, raw) => {
    const values: Partial<Record<MappedField, unknown>> = {};
    for (const { field, path } of paths) {
      const value = valueAt(record, path);
      values[field] = NAMES.includes(field) ? asWritten(value, raw, path) : value;
    }
    return values;
  };
}

/** A 64-bit id does not survive JSON.parse: the digits of a number are taken from the text. */
function asWritten(value: unknown, raw: Buffer, path: JsonPath | undefined): unknown {
  if (typeof value !== 'number' || path === undefined) return value;
  const span = valueSpan(raw, path);
  return span === undefined ? undefined : raw.toString('latin1', span.start, span.end);
}

type SoundObject = Exclude<Outcome<object>, { kind: 'drop' }>;

function soundObject(raw: Buffer, text: string, maxDepth: number): SoundObject {
  const scanned = scanJson(raw, maxDepth);
  if (scanned === TOO_DEEP) return reject('too-deep', `the line nests deeper than ${maxDepth} levels`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return unreadable(text);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return reject(
      'not-json',
      `the line is ${Array.isArray(value) ? 'a JSON list' : `the JSON value ${quoted(text)}`}, not an object`,
    );
  }
  if (scanned === NUL) return reject('nul', String.raw`the line holds the character NUL, written \u0000`);
  if (scanned === LONE_SURROGATE) {
    return reject('lone-surrogate', 'the line holds half of a surrogate pair: a character was cut in two');
  }
  if (countKeys(value) !== scanned) {
    return reject('duplicate-key', `the key ${quoted(findDuplicate(text))} is written twice in one object`);
  }
  return { kind: 'ok', value };
}

function unreadable(text: string): SoundObject {
  if (text.includes('\0')) return reject('nul', 'the line holds a NUL byte');
  if (holdsNaN(text)) return reject('number-out-of-range', 'the line holds NaN or Infinity, which JSON does not have');
  const cut = text.startsWith('{') && !text.trimEnd().endsWith('}');
  return reject('not-json', cut ? 'the line ends inside its JSON object' : 'the line is not JSON');
}

function valueAt(record: object, path: JsonPath | undefined): unknown {
  if (path === undefined) return undefined;
  let value: unknown = record;
  for (const key of path.keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}
