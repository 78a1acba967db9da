import { isSlug } from '../../schemas/ids.ts';
import { DEFAULT_LIMITS, fieldsOf, ITEM_KINDS, KIND_FIELDS, LISTED_FIELDS, NO_FIELDS } from '../../schemas/mapping.ts';
import type { ItemKind, ListedField, MappedField, Mapping, MappingLimits } from '../../schemas/mapping.ts';
import { problemList, shown } from '../../runtime/problems.ts';
import type { Problems } from '../../runtime/problems.ts';
import { isZone } from './time/zone.ts';

const FORMATS = ['ndjson', 'csv', 'tsv'] as const;
const TIMES = ['auto', 'epoch-s', 'epoch-ms'] as const;
const KEYS = ['format', 'platform', 'kind', 'fields', 'time', 'zone', 'limits', 'values'] as const;

/** Beyond these a limit protects nobody: a line must fit in memory, and reading a deep one recurses. */
const LARGEST_LIMITS: MappingLimits = { lineBytes: 67_108_864, textBytes: 67_108_864, depth: 1_000 };

/**
 * A mapping out of a parsed mapping file. Throws MAPPING_INVALID with every problem at once, each with its path, what is
 * allowed and what was probably meant.
 */
export function parseMapping(value: unknown): Mapping {
  const problems = problemList();
  const map = problems.map(value, '', KEYS);
  const mapping = map === undefined ? undefined : readMapping(map, problems);
  problems.raise('MAPPING_INVALID', 'the mapping cannot be used');
  if (mapping === undefined) throw new Error('a mapping without problems must have been read');
  return mapping;
}

function readMapping(map: Readonly<Record<string, unknown>>, problems: Problems): Mapping | undefined {
  const format = problems.oneOf(map['format'], 'format', FORMATS);
  const kind = problems.oneOf(map['kind'] ?? 'mention', 'kind', ITEM_KINDS);
  const time = problems.oneOf(map['time'] ?? 'auto', 'time', TIMES);
  const platform = readPlatform(map['platform'], problems);
  const zone = readZone(map['zone'], problems);
  const fields = readFields(map['fields'], kind ?? 'mention', problems);
  const limits = readLimits(map['limits'], problems);
  const values = readValues(map['values'], problems);
  if (format === undefined || kind === undefined || time === undefined) return undefined;
  const mapping = { format, platform, kind, fields, time, zone, limits };
  return values === undefined ? mapping : { ...mapping, values };
}

function readPlatform(value: unknown, problems: Problems): string {
  if (typeof value === 'string' && isSlug(value)) return value;
  problems.add('platform', `must name the network in lower case, e.g. x, bluesky, mastodon; it is ${shown(value)}`);
  return '';
}

function readZone(value: unknown, problems: Problems): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && isZone(value)) return value;
  problems.add('zone', `must be an IANA time zone, e.g. America/Los_Angeles; it is ${shown(value)}`);
  return undefined;
}

function readFields(value: unknown, kind: ItemKind, problems: Problems): Mapping['fields'] {
  const names = fieldsOf(kind);
  const map = problems.map(value, 'fields', names) ?? {};
  const fields: { [Field in MappedField]?: string | undefined } = { ...NO_FIELDS };
  const { needed, oneOf } = KIND_FIELDS[kind];
  for (const field of names) {
    const path = map[field];
    if (typeof path === 'string' && /^(?:[^\\]|\\\.)+$/.test(path)) fields[field] = path;
    else if (path !== undefined)
      problems.add(
        `fields.${field}`,
        `must name a column or path (a backslash only before a dot that belongs to a name); it is ${shown(path)}`,
      );
    else if (value !== undefined && needed.includes(field)) {
      problems.add(`fields.${field}`, `is missing: name the column or path that holds the ${field}`);
    }
  }
  if (value !== undefined && oneOf.length > 0 && oneOf.every((field) => map[field] === undefined))
    problems.add('fields', `kind: ${kind} needs at least one of ${oneOf.join(', ')}`);
  return fields;
}

function readLimits(value: unknown, problems: Problems): MappingLimits {
  if (value === undefined) return DEFAULT_LIMITS;
  const names = ['lineBytes', 'textBytes', 'depth'] as const;
  const map = problems.map(value, 'limits', names) ?? {};
  const limits = { ...DEFAULT_LIMITS };
  for (const name of names) {
    const limit = map[name] ?? limits[name];
    const largest = LARGEST_LIMITS[name];
    if (typeof limit === 'number' && Number.isInteger(limit) && limit >= 1 && limit <= largest) limits[name] = limit;
    else problems.add(`limits.${name}`, `must be a whole number from 1 to ${largest}; it is ${shown(limit)}`);
  }
  return limits;
}

function readValues(value: unknown, problems: Problems): Mapping['values'] {
  if (value === undefined) return undefined;
  const map = problems.map(value, 'values', LISTED_FIELDS) ?? {};
  const values: Partial<Record<ListedField, readonly string[]>> = {};
  for (const field of LISTED_FIELDS) {
    const list = map[field];
    if (list === undefined) continue;
    if (Array.isArray(list) && list.length > 0 && list.every((entry) => typeof entry === 'string'))
      values[field] = list;
    else problems.add(`values.${field}`, `must be a list of texts (quote them); it is ${shown(list)}`);
  }
  return values;
}
