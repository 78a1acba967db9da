import { nearest } from '../../runtime/nearest.ts';
import { MAPPED_FIELDS, type MappedField, type Mapping } from '../../schemas/mapping.ts';
import { jsonReader } from './json/reader.ts';
import { contentOf } from './record.ts';

/** A mapped field that no line of a sample has. */
export interface AbsentField {
  readonly field: MappedField;
  /** Where the mapping looks for it. */
  readonly path: string;
  /** A path that lines do have, and that was probably meant. */
  readonly meant: string | undefined;
}

const MOST_PATHS = 1_000;
const DEEPEST_PATH = 4;

/**
 * Which mapped fields none of these lines has; one that is null or empty everywhere is there. None when no line can be read, or for
 * CSV and TSV, whose header is compared with the mapping before anything is read.
 */
export function absentFields(mapping: Mapping, lines: readonly Uint8Array[]): AbsentField[] {
  if (mapping.format !== 'ndjson') return [];
  const read = jsonReader(mapping);
  const absent = new Set(MAPPED_FIELDS.filter((field) => mapping.fields[field] !== undefined));
  const paths = new Set<string>();
  let isReadable = false;
  for (const line of lines) {
    const raw = contentOf(line);
    const text = raw.toString();
    const values = read(raw, text);
    if ('kind' in values) continue;
    isReadable = true;
    for (const field of absent) if (values[field] !== undefined) absent.delete(field);
    if (absent.size === 0) return [];
    addPaths(JSON.parse(text), '', DEEPEST_PATH, paths);
  }
  if (!isReadable) return [];
  return [...absent].map((field) => {
    const path = mapping.fields[field] ?? '';
    return { field, path, meant: nearest(path, [...paths]) };
  });
}

/** The paths of everything in a value, as a mapping writes them. */
function addPaths(value: unknown, before: string, levels: number, into: Set<string>): void {
  if (typeof value !== 'object' || value === null || levels === 0) return;
  for (const [name, part] of Object.entries(value)) {
    if (into.size >= MOST_PATHS) return;
    const path = before + name.replaceAll('.', String.raw`\.`);
    into.add(path);
    addPaths(part, `${path}.`, levels - 1, into);
  }
}
