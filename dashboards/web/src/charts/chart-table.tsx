import type { ReactNode } from 'react';
import styles from './chart-table.module.css';

export interface TableColumn {
  readonly name: string;
  /** Right-aligned. */
  readonly numeric?: boolean;
}

export interface TableRow {
  readonly key: string | number;
  /** As many as columns; the first is the row's header. */
  readonly cells: readonly ReactNode[];
}

export interface ChartTableProps {
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
}

/** The numbers of a chart. It scrolls by itself, with the keyboard too. */
export function ChartTable({ caption, columns, rows }: ChartTableProps): ReactNode {
  return (
    <div className={styles['scroll']} role="region" aria-label={caption} tabIndex={0}>
      <table className={styles['table']}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ name, numeric }) => (
              <th key={name} scope="col" data-numeric={numeric}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [header, ...cells] }) => (
            <tr key={key}>
              <th scope="row">{header}</th>
              {cells.map((cell, index) => (
                <td key={index} data-numeric={columns[index + 1]?.numeric}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
