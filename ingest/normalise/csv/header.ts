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
  const columns = splitRow(text, separatorOf(mapping.format));
  if (columns === undefined)
    throw new TidelineError('MAPPING_INVALID', 'the header of the file has a quote that does not close');
  return fitColumns(mapping, columns);
}

/** The same with the columns of a header that was read before: of dead letters, whose file may be gone. */
export function fitColumns(mapping: Mapping, columns: readonly string[]): Mapping {
  const problems = problemList();
  for (const [field, column] of Object.entries(mapping.fields)) {
    if (column === undefined) continue;
    const times = columns.filter((name) => name === column).length;
    if (times === 0) problems.add(`fields.${field}`, `the file has no column \`${column}\`${meant(column, columns)}`);
    if (times > 1)
      problems.add(`fields.${field}`, `the file has ${times} columns named \`${column}\`; rename all but one`);
  }
  problems.raise('MAPPING_INVALID', `the mapping does not fit the file${separatorHint(columns)}`);
  return { ...mapping, columns };
}

function meant(column: string, columns: readonly string[]): string {
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
        : `\`${found}\`, which is not read yet`;
  return `; its cells seem to be separated by ${name}`;
}
