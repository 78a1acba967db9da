import type { Instant } from '../../../schemas/instants.ts';

/** Something that is still counted, and when nothing can change it any more. */
interface Open {
  readonly end: Instant;
}

export interface OpenRows<Row> {
  at(key: string, make: () => Row): Row;
  /** Hands over, in the order of their ends and keys, what ended at `until` or before, and forgets it. */
  close(until: Instant, each: (row: Row) => void): void;
}

export function openRows<Row extends Open>(): OpenRows<Row> {
  const rows = new Map<string, Row>();
  return {
    at(key, make) {
      let row = rows.get(key);
      if (row === undefined) rows.set(key, (row = make()));
      return row;
    },
    close(until, each) {
      const ended = [...rows].filter(([, { end }]) => end <= until);
      ended.sort(([a, { end: aEnd }], [b, { end: bEnd }]) => aEnd - bEnd || (a < b ? -1 : 1));
      for (const [key, row] of ended) {
        rows.delete(key);
        each(row);
      }
    },
  };
}
