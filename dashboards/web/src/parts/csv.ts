import type { TableModel } from './table-model.ts';

/** RFC 4180. A cell that a spreadsheet would run as a formula gets a quote mark in front, as in the exports of the API. */
export function csvOf({ columns, rows }: TableModel): string {
  const lines = [columns.map(({ name }) => name), ...rows.map(({ cells }) => cells)];
  return lines.map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('');
}

const FORMULA = /^[=+\-@\t\r]/;

function cellOf(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
