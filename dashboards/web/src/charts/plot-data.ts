import type { Columns } from './columns.ts';

type Column = (number | null)[];

/**
 * What the plot draws. Every series is there twice, first its complete part (a solid line) and then its open part (dashed), which begins
 * at the last complete point so that the line does not break.
 */
export interface PlotData {
  readonly starts: number[];
  readonly lines: Column[];
  /** Of each line: rows that no line reaches from either side, and that would be invisible without a dot. */
  readonly dots: number[][];
  /** Rows after which buckets are missing: the line stops there. */
  readonly holes: number[];
}

export function plotDataOf({ starts, ends, values, firstOpen }: Columns): PlotData {
  const isHole = (row: number): boolean => (ends[row] ?? Infinity) < (starts[row + 1] ?? -Infinity);
  const isJoined = firstOpen > 0 && !isHole(firstOpen - 1);
  const openFrom = isJoined ? firstOpen - 1 : firstOpen;
  const lines: Column[] = [];
  const dots: number[][] = [];
  for (const column of values) {
    lines.push(
      column.map((value, row) => (row < firstOpen ? value : null)),
      column.map((value, row) => (row >= openFrom ? value : null)),
    );
    const lonely = lonelyRows(column, isHole);
    dots.push(
      lonely.filter((row) => row < firstOpen),
      lonely.filter((row) => row >= firstOpen),
    );
  }
  return { starts: [...starts], lines, dots, holes: [...starts.keys()].filter(isHole) };
}

function lonelyRows(column: readonly (number | null)[], isHole: (row: number) => boolean): number[] {
  const rows: number[] = [];
  let isJoined = false;
  for (let row = 0; row < column.length; row++) {
    const isThere = (column[row] ?? null) !== null;
    const joinsNext = isThere && (column[row + 1] ?? null) !== null && !isHole(row);
    if (isThere && !isJoined && !joinsNext) rows.push(row);
    isJoined = joinsNext;
  }
  return rows;
}
