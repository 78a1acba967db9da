import type { MappedField, Mapping } from '../../../schemas/mapping.ts';
import type { RecordReader } from '../record.ts';
import { reject } from '../rejection.ts';
import { splitRow } from './row.ts';

/** Reads the mapped cells of one CSV or TSV row; refuses rows that do not fit the header. */
export function csvReader({ format, fields, columns }: Pick<Mapping, 'format' | 'fields' | 'columns'>): RecordReader {
  // The runner of the replay puts the file's header into the mapping before it is broadcast; without it no row means anything.
  if (columns === undefined) throw new Error(`a ${format} mapping was broadcast without the columns of its file`);
  const separator = separatorOf(format);
  const index = (field: MappedField): number => {
    const column = fields[field];
    // Past the last cell: reads as undefined.
    return column === undefined ? columns.length : columns.indexOf(column);
  };
  const [id, text, time] = [index('id'), index('text'), index('time')];
  const [author, url, lang, reach] = [index('author'), index('url'), index('lang'), index('reach')];
  return (_raw, row) => {
    if (row.includes('\0')) return reject('nul', 'the row holds a NUL byte');
    const cells = splitRow(row, separator);
    if (cells === undefined)
      return reject('not-csv', 'a quote in the row does not close, or text follows the closing quote');
    if (cells.length !== columns.length) {
      return reject('not-csv', `the row has ${cells.length} cells, the header ${columns.length}`);
    }
    return {
      id: cells[id],
      text: cells[text],
      time: cells[time],
      author: cells[author],
      url: cells[url],
      lang: cells[lang],
      reach: cells[reach],
    };
  };
}

export function separatorOf(format: Mapping['format']): ',' | '\t' {
  return format === 'tsv' ? '\t' : ',';
}
