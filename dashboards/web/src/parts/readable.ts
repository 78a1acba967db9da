import type { Formats } from '../charts/format.ts';
import type { TableModel } from './table-model.ts';

/** The table as a person reads it: numbers with their signs, times in the page's zone. */
export function readable(table: TableModel, { exact, dateTime }: Pick<Formats, 'exact' | 'dateTime'>): TableModel {
  const textOf = (cell: string | number | null, column: number): string | null => {
    const { isTime, textOf: ofColumn = exact } = table.columns[column] ?? { name: '' };
    if (typeof cell === 'number') return ofColumn(cell);
    return cell !== null && isTime === true ? dateTime(Date.parse(cell)) : cell;
  };
  return { ...table, rows: table.rows.map((row) => ({ ...row, cells: row.cells.map(textOf) })) };
}
