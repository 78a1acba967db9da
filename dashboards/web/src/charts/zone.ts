/** The wall clock of a time zone. Wall times are written as the instants that UTC's clock would show them at. */
export interface Zone {
  readonly name: string;
  wallOf(instant: number): number;
  /** The first instant with this wall time; undefined where the clock jumped over it. */
  instantOf(wall: number): number | undefined;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** @throws RangeError when Intl does not know the zone. */
export function createZone(name: string): Zone {
  const format = new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset' });
  const offsetAt = (instant: number): number => {
    const written = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours = 0, minutes = 0] = /([+-])(\d+):(\d+)/.exec(written) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
  };
  return {
    name,
    wallOf: (instant) => instant + offsetAt(instant),
    instantOf(wall) {
      // Offsets of a day before and a day after: no zone changes twice in two days.
      const candidates = [offsetAt(wall - DAY_MS), offsetAt(wall + DAY_MS)].map((offset) => wall - offset);
      return candidates.toSorted((a, b) => a - b).find((instant) => instant + offsetAt(instant) === wall);
    },
  };
}
