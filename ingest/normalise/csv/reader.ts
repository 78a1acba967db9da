import { fieldsOf, type MappedField, type Mapping } from '../../../schemas/mapping.ts';
import type { RecordReader } from '../record.ts';
import { reject } from '../rejection.ts';
import { splitRow } from './row.ts';

/** Reads the mapped cells of one CSV or TSV row; refuses rows that do not fit the header. */
export function csvReader({
  format,
  kind,
  fields,
  columns,
}: Pick<Mapping, 'format' | 'kind' | 'fields' | 'columns'>): RecordReader {
  // The runner of the replay puts the file's header into the mapping before it is broadcast; without it no row means anything.
  if (columns === undefined) throw new Error(`a ${format} mapping was broadcast without the columns of its file`);
  const separator = separatorOf(format);
  // A field without column stands past the last cell: it reads as undefined.
  const places = fieldsOf(kind).map((field) => ({ field, at: indexOf(columns, fields[field]) }));
  return (_raw, row) => {
    if (row.includes('\0')) return reject('nul', 'the row holds a NUL byte');
    const cells = splitRow(row, separator);
    if (cells === undefined)
      return reject('not-csv', 'a quote in the row does not close, or text follows the closing quote');
    if (cells.length !== columns.length) {
      return reject('not-csv', `the row has ${cells.length} cells, the header ${columns.length}`);
    }
    const values: Partial<Record<MappedField, unknown>> = {};
    for (const { field, at } of places) values[field] = cells[at];
    return values;
  };
}

function indexOf(columns: readonly string[], column: string | undefined): number {
  return column === undefined ? columns.length : columns.indexOf(column);
}

export function separatorOf(format: Mapping['format']): ',' | '\t' {
  return format === 'tsv' ? '\t' : ',';
}
