import { useCallback, useState } from 'react';
import { rowAt } from './columns.ts';
import type { Pictures } from './pictures.ts';
import type { SeriesDefinition, TimePoint } from './points.ts';
import { readingAt, spokenOf } from './reading.ts';
import { useChartSettings } from './settings.ts';

/** A series with its place among the columns. */
export type IndexedSeries = Pick<SeriesDefinition<TimePoint>, 'name' | 'noun' | 'color'> & { readonly index: number };

/** The bucket that is pointed at. */
export interface Cursor {
  readonly start: number;
  /** What is said of it: as it was when the cursor came, so that live data do not talk. */
  readonly spoken: string;
  /** Escape takes away what is seen of it, until it moves. */
  readonly isDismissed: boolean;
}

export interface CursorControl {
  readonly cursor: Cursor | undefined;
  /** Of the newest picture; undefined without a cursor. */
  row(): number | undefined;
  moveTo(row: number): void;
  leave(): void;
  dismiss(): void;
}

export function useCursor(pictures: Pictures, series: readonly IndexedSeries[]): CursorControl {
  const settings = useChartSettings();
  const [cursor, setCursor] = useState<Cursor>();
  return {
    cursor,
    row: () => (cursor === undefined ? undefined : rowAt(pictures.read().columns, cursor.start)),
    moveTo(row) {
      const reading = readingAt(pictures.read().columns, row);
      if (reading === undefined || reading.start === cursor?.start) return;
      const values = series.map(({ index }) => reading.values[index] ?? null);
      setCursor({
        start: reading.start,
        spoken: spokenOf({ ...reading, values }, series, settings),
        isDismissed: false,
      });
    },
    leave: () => setCursor(undefined),
    dismiss: useCallback(() => setCursor((known) => known && { ...known, isDismissed: true }), []),
  };
}
