import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timeTicks } from './time-ticks.ts';
import { createZone } from './zone.ts';

const ZONES = ['UTC', 'America/Chicago', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia'];
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The independent word on wall clocks. */
function zoned(instant: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
}

const instants = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2040, 0) });
const spans = fc.integer({ min: 5 * 60_000, max: 400 * DAY_MS });

test('every tick is in the period, where the wall clock shows a multiple of the step', () => {
  fc.assert(
    fc.property(instants, spans, fc.constantFrom(...ZONES), (from, spanMs, name) => {
      const { ticks, stepMs } = timeTicks({ from, to: from + spanMs }, 8, createZone(name));
      for (const tick of ticks) {
        expect(tick).toBeGreaterThanOrEqual(from);
        expect(tick).toBeLessThanOrEqual(from + spanMs);
        const { hour, minute, second, dayOfWeek } = zoned(tick, name);
        const ofDayMs = ((hour * 60 + minute) * 60 + second) * 1000;
        expect(ofDayMs % Math.min(stepMs, DAY_MS)).toBe(0);
        if (stepMs >= 7 * DAY_MS) expect(dayOfWeek).toBe(1);
      }
      expect(ticks.length).toBeLessThanOrEqual(10);
    }),
  );
});

test('a day that begins an hour late still has its midnights', () => {
  const from = Date.UTC(2026, 2, 27, 23);
  const { ticks } = timeTicks({ from, to: from + 4 * DAY_MS }, 5, createZone('Europe/Berlin'));
  expect(ticks.map((tick) => zoned(tick, 'Europe/Berlin').hour)).toEqual([0, 0, 0, 0, 0]);
  expect((ticks[2] ?? 0) - (ticks[1] ?? 0)).toBe(23 * HOUR_MS);
});

test('an hour that the clock skips has no tick', () => {
  const from = Date.UTC(2026, 2, 29, 0);
  const { ticks } = timeTicks({ from, to: from + 4 * HOUR_MS }, 4, createZone('Europe/Berlin'));
  expect(ticks.map((tick) => zoned(tick, 'Europe/Berlin').hour)).toEqual([1, 3, 4, 5, 6]);
});
