const PAGE = 10;

/**
 * Where a key takes the data cursor: the contract of an ARIA slider. Undefined: the key is not the chart's. Without a cursor it comes
 * from the last bucket.
 */
export function rowAfterKey(key: string, row: number | undefined, rows: number): number | undefined {
  if (rows === 0) return undefined;
  const last = rows - 1;
  const by = (step: number): number => Math.min(last, Math.max(0, (row ?? last) + step));
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return by(-1);
    case 'ArrowRight':
    case 'ArrowUp':
      return by(1);
    case 'PageDown':
      return by(-PAGE);
    case 'PageUp':
      return by(PAGE);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}
