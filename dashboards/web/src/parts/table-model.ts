export interface TableColumn {
  readonly name: string;
  readonly numeric?: boolean;
  /** Cells are ISO instants. */
  readonly isTime?: boolean;
  /** How a person reads a number of it; otherwise as numbers are read everywhere. */
  textOf?(value: number): string;
}

/** What a panel shows, as a table: of raw values, which is what a spreadsheet gets. */
export interface TableModel {
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly (string | number | null)[] }[];
}
