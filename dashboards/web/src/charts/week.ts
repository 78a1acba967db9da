/** An hour of the week in the page's zone. Monday is 1. */
export interface WeekHour {
  readonly weekday: number;
  readonly hour: number;
}

export interface WeekCell<C extends WeekHour> extends WeekHour {
  /** Undefined where none was given. */
  readonly cell: C | undefined;
  /** Null: no data. */
  readonly value: number | null;
}

/** Seven days of 24 cells each, whatever was given. */
export interface Week<C extends WeekHour> {
  readonly days: readonly (readonly WeekCell<C>[])[];
  /** Undefined without data; the first of equal ones. */
  readonly top: (WeekCell<C> & { readonly value: number }) | undefined;
  readonly missing: number;
}

export const HOURS: readonly number[] = Array.from({ length: 24 }, (_, hour) => hour);
export const WEEKDAYS: readonly number[] = [1, 2, 3, 4, 5, 6, 7];

export function weekOf<C extends WeekHour>(cells: readonly C[], valueOf: (cell: C) => number | null): Week<C> {
  const given = new Map(cells.map((cell) => [`${cell.weekday} ${cell.hour}`, cell]));
  const days = WEEKDAYS.map((weekday) =>
    HOURS.map((hour): WeekCell<C> => {
      const cell = given.get(`${weekday} ${hour}`);
      return { weekday, hour, cell, value: cell === undefined ? null : valueOf(cell) };
    }),
  );
  const known = days.flat().flatMap((cell) => (cell.value === null ? [] : [{ ...cell, value: cell.value }]));
  return {
    days,
    top: known.reduce<(typeof known)[number] | undefined>(
      (top, cell) => (top === undefined || cell.value > top.value ? cell : top),
      undefined,
    ),
    missing: days.flat().length - known.length,
  };
}

/** "Thu 11:00" */
export function nameOf(
  { weekday, hour }: WeekHour,
  formats: { weekday(day: number, width: 'short' | 'long'): string },
): string {
  return `${formats.weekday(weekday, 'short')} ${String(hour).padStart(2, '0')}:00`;
}
