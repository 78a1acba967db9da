import { TidelineError } from '../../../runtime/errors.ts';
import type { Mapping } from '../../../schemas/mapping.ts';
import { nearest } from '../../../runtime/nearest.ts';
import { problemList } from '../../../runtime/problems.ts';
import { contentOf } from '../record.ts';
import { separatorOf } from './reader.ts';
import { splitRow } from './row.ts';

/**
 * The mapping with the columns of the recorded file's header, which rows are decoded by. Throws MAPPING_INVALID when the header
 * cannot be read, or lacks a mapped column, or has it twice.
 */
export function withColumns(mapping: Mapping, header: Uint8Array): Mapping {
  const text = contentOf(header).toString();
  if (isJson(text)) {
    const message = `the mapping says format: ${mapping.format}, but the file's first line is a JSON object: this looks like NDJSON; say format: ndjson`;
    throw new TidelineError('MAPPING_INVALID', message);
  }
  const columns = splitRow(text, separatorOf(mapping.format));
  if (columns === undefined)
    throw new TidelineError('MAPPING_INVALID', 'the header of the file has a quote that does not close');
  const problems = problemList();
  for (const problem of misfits(mapping, columns)) problems.add('', problem);
  problems.raise('MAPPING_INVALID', `the mapping does not fit the file${separatorHint(columns)}`);
  return { ...mapping, columns };
}

/** Each mapped column that a header lacks or has twice; also of the header of dead letters, whose file may be gone. */
export function misfits({ fields }: Mapping, columns: readonly string[]): string[] {
  return Object.entries(fields).flatMap(([field, column]) => {
    const times = columns.filter((name) => name === column).length;
    if (column === undefined || times === 1) return [];
    if (times === 0) return [`fields.${field}: the file has no column \`${column}\`${meant(column, columns)}`];
    return [`fields.${field}: the file has ${times} columns named \`${column}\`; rename all but one`];
  });
}

function isJson(line: string): boolean {
  try {
    return line.trimStart().startsWith('{') && typeof JSON.parse(line) === 'object';
  } catch {
    return false;
  }
}

/** Where no line was split, every name is a part of the only column: a nearest one would mislead. */
function meant(column: string, columns: readonly string[]): string {
  if (separatorHint(columns) !== '') return '';
  const close = nearest(column, columns);
  return close === undefined ? `; it has ${columns.join(', ').slice(0, 400)}` : `; did you mean \`${close}\`?`;
}

function separatorHint(columns: readonly string[]): string {
  const [only = ''] = columns;
  const found = columns.length > 1 ? undefined : [';', '|', '\t', ','].find((separator) => only.includes(separator));
  if (found === undefined) return '';
  const name =
    found === '\t'
      ? 'tabs: say format: tsv'
      : found === ','
        ? 'commas: say format: csv'
        : `\`${found}\`, which is not read yet: write the file with commas or tabs`;
  return `; its cells seem to be separated by ${name}`;
}
