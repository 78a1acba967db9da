import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCommon } from './common.ts';
import { readLocalTime } from './local.ts';
import { zoneReader } from './zone.ts';

const instants = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2100, 0, 1) - 1 });

test('every instant comes back from every notation of it, by hand and by pattern alike', () => {
  const offsets = fc.integer({ min: -14 * 60, max: 14 * 60 });
  fc.assert(
    fc.property(instants, offsets, fc.constantFrom('T', ' '), fc.boolean(), (instant, minutes, separator, blank) => {
      const iso = new Date(instant + minutes * 60_000).toISOString().slice(0, 23).replace('T', separator);
      const clock = `${String(Math.trunc(Math.abs(minutes) / 60)).padStart(2, '0')}:${String(Math.abs(minutes) % 60).padStart(2, '0')}`;
      const zone = `${minutes < 0 ? '-' : '+'}${clock}`;
      for (const text of [`${iso}${blank ? ' ' : ''}${zone}`, `${iso} ${zone.replace(':', '')}`]) {
        const read = readCommon(text);
        expect(read).toEqual({ localMs: instant + minutes * 60_000, offsetMs: minutes * 60_000 + 0 });
        // Two blanks before the zone are left to the patterns.
        expect(readLocalTime(text.replace(/ ?([+-]\d\d:?\d\d)$/, '  $1'))).toEqual(read);
      }
    }),
  );
});

test('what the quick reader reads, the patterns read too, and equally; what they refuse it refuses', () => {
  const digits = fc.stringMatching(
    /^[0-9]{4}-[0-3][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\.[0-9]{0,4})?( ?[-+Z:0-9]{0,6})$/,
  );
  fc.assert(
    fc.property(digits, (text) => {
      const quick = readCommon(text);
      // A leading blank keeps the quick reader out; the patterns see the trimmed text.
      const slow = readLocalTime(` ${text}`);
      if (quick !== undefined) expect(slow).toEqual(quick);
    }),
    { numRuns: 2_000 },
  );
});

test('local times become the instants that Temporal says, near clock changes and far from them, in any order', () => {
  const zones = [
    'America/New_York',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'Asia/Kathmandu',
    'Europe/Dublin',
    'UTC',
    'Asia/Tehran',
  ];
  const readers = new Map(zones.map((zone) => [zone, zoneReader(zone)]));
  const nearChange = fc
    .tuple(fc.constantFrom(...zones), instants, fc.integer({ min: -2 * 86_400_000, max: 2 * 86_400_000 }))
    .map(([zone, instant, around]) => {
      const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
      const change = zoned.getTimeZoneTransition('next') ?? zoned;
      return { zone, localMs: change.epochMilliseconds + change.offsetNanoseconds / 1e6 + around };
    });
  const anywhere = fc.record({ zone: fc.constantFrom(...zones), localMs: instants });
  fc.assert(
    fc.property(fc.oneof(nearChange, anywhere), ({ zone, localMs }) => {
      const plain = Temporal.PlainDateTime.from(new Date(localMs).toISOString().slice(0, 23));
      expect(readers.get(zone)?.(localMs)).toBe(plain.toZonedDateTime(zone).epochMilliseconds);
    }),
    { numRuns: 2_000 },
  );
});
