/** A table before it is drawn: what a panel shows, for eyes, screen readers and spreadsheets alike. */
export interface TableModel {
  readonly caption: string;
  readonly columns: readonly { readonly name: string; readonly numeric?: boolean }[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly (string | number | null)[] }[];
}
