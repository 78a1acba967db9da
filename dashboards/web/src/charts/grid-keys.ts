export interface Place {
  readonly row: number;
  readonly column: number;
}

/** Where a key takes the focus in a grid, after the ARIA pattern; it stops at the edges. Undefined: the key is not the grid's. */
export function placeAfterKey(key: string, isControl: boolean, from: Place, last: Place): Place | undefined {
  const to = (row: number, column: number): Place => ({
    row: Math.min(last.row, Math.max(0, row)),
    column: Math.min(last.column, Math.max(0, column)),
  });
  switch (key) {
    case 'ArrowLeft':
      return to(from.row, from.column - 1);
    case 'ArrowRight':
      return to(from.row, from.column + 1);
    case 'ArrowUp':
      return to(from.row - 1, from.column);
    case 'ArrowDown':
      return to(from.row + 1, from.column);
    case 'Home':
      return to(isControl ? 0 : from.row, 0);
    case 'End':
      return to(isControl ? last.row : from.row, last.column);
    default:
      return undefined;
  }
}
