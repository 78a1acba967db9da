import { createHash } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../schemas/instants.ts';
import type { Crisis } from './crisis.ts';
import type { WorldEvent } from './event.ts';
import { NO_FAULTS, type WorldOptions } from './options.ts';
import { world, type WorldCursor } from './world.ts';

const START = Date.UTC(2026, 2, 26);
const SMALL: WorldOptions = { seed: 1, start: START, days: 5, perHour: 2, accounts: 12, liveFrom: START + 4 * DAY_MS };

function fingerprint(events: Iterable<WorldEvent>, limit = Infinity): string {
  const hash = createHash('sha256');
  let left = limit;
  for (const { raw, id, eventTime, arrivalTime, origin, label } of events) {
    hash.update(raw).update(JSON.stringify([id, eventTime, arrivalTime, origin, label]));
    if (--left <= 0) break;
  }
  return hash.digest('hex');
}

describe('a world', () => {
  test('is the same byte for byte for the same seed, on every machine', () => {
    const options: WorldOptions = { seed: 20_260_326, start: START };
    // A change of this line is a change of every demo, golden file and benchmark that draws on the world.
    expect(fingerprint(world(options).events(), 10_000)).toBe(
      'c5652fe86da2a94315393ae515a3ab3498cb80d63e02fbb16617d78f70da193c',
    );
  });

  test('is another one for another seed', () => {
    const first = [1, 2, 3].map((seed) => fingerprint(world({ ...SMALL, seed }).events()));
    expect(new Set(first).size).toBe(3);
    expect(fingerprint(world(SMALL).events())).toBe(first[0]);
  });

  test('hands over what arrives, in the order of arrival, between its start and its end', () => {
    let last = START;
    for (const { arrivalTime, label, eventTime } of world(SMALL).events()) {
      expect(arrivalTime).toBeGreaterThanOrEqual(last);
      // A clock is at most 90 s ahead.
      expect(arrivalTime).toBeGreaterThan(eventTime - 91_000);
      expect(label.kind === 'counters' ? label.posted : START).toBeGreaterThanOrEqual(START);
      last = arrivalTime;
    }
    expect(last).toBeLessThan(START + 5 * DAY_MS);
  });

  test('gives every item an id of its own, and every copy an origin of its own', () => {
    const events = [...world(SMALL).events()];
    expect(new Set(events.map(({ origin }) => origin)).size).toBe(events.length);
    const items = new Set(events.map(({ origin }) => origin.replace(/\.\d$/, '')));
    expect(new Set(events.map(({ platform, id, label }) => `${label.kind}/${platform}/${id}`)).size).toBe(items.size);
  });

  test('goes on from any cursor, in another process, as if it had not stopped', () => {
    const whole = [...world(SMALL).events()].map(({ raw, origin }) => `${origin} ${Buffer.from(raw).toString()}`);
    fc.assert(
      fc.property(fc.nat(whole.length), (taken) => {
        const before = world(SMALL).open();
        for (let i = 0; i < taken; i++) before.next();
        const cursor = JSON.parse(JSON.stringify(before.cursor())) as WorldCursor;
        const resumed = world(SMALL).open(cursor);
        expect(resumed.nextAt()).toBe(before.nextAt());
        // Everything that still has to arrive is known again, and nothing else.
        expect(resumed.waiting).toBe(before.waiting);
        const tail = [...world(SMALL).events(cursor)].map(
          ({ raw, origin }) => `${origin} ${Buffer.from(raw).toString()}`,
        );
        expect(tail).toEqual(whole.slice(taken));
      }),
      { numRuns: 12 },
    );
  });

  test('goes on right before what has waited longest: repeats, slow items, the end of a stall, late items', () => {
    const options: WorldOptions = { ...SMALL, days: 4, perHour: 30, liveFrom: START };
    const its = world(options);
    const platforms = its.settings.platforms.map(({ name }) => name);
    const stream = world(options).open();
    const waits = new Map<string, { cursor: WorldCursor; next: string }>();
    for (let before = stream.cursor(), event = stream.next(); event !== undefined; event = stream.next()) {
      const { label, arrivalTime, eventTime, origin } = event;
      const minutes = Math.round((arrivalTime - eventTime) / MINUTE_MS);
      // The last one of every length of waiting; what a stall kept apart, or slow items would hide it.
      const length = minutes < 60 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
      const isStalled = minutes <= 21 && its.stalls.arrival(platforms.indexOf(event.platform), eventTime) > eventTime;
      const key = `${label.kind} ${length}${isStalled ? ' stalled' : ''}`;
      if (minutes > 2) waits.set(key, { cursor: before, next: origin });
      before = stream.cursor();
    }
    const mentions = [...waits.keys()].filter((key) => key.startsWith('mention'));
    expect(mentions.length).toBeGreaterThan(20);
    expect(mentions.filter((key) => /(?:19|20|21) min stalled/.test(key))).not.toEqual([]);
    for (const { cursor, next } of waits.values()) expect(its.open(cursor).next()?.origin).toBe(next);
  });

  test('goes on from a cursor among arrivals of one millisecond', () => {
    const busy: WorldOptions = { seed: 3, start: START, days: 2 / 1440, perHour: 2_000_000, accounts: 0 };
    const stream = world(busy).open();
    const cursors = [];
    while (stream.next() !== undefined && cursors.length < 3_000) cursors.push(stream.cursor());
    const crowded = cursors.filter(({ taken }) => taken > 5).slice(0, 3);
    expect(crowded).toHaveLength(3);
    for (const cursor of crowded) {
      const [next] = world(busy).events(cursor);
      const position = cursors.indexOf(cursor);
      const again = world(busy).open();
      for (let i = 0; i <= position; i++) again.next();
      expect(next).toEqual(again.next());
    }
  });

  test('says the same whatever its stream suffers', () => {
    const said = (options: WorldOptions): string[] => {
      const lines = new Map<string, string>();
      for (const { id, label, raw, malformed } of world(options).events()) {
        if (label.kind !== 'mention' || malformed !== undefined || lines.has(id)) continue;
        lines.set(id, (JSON.parse(Buffer.from(raw).toString()) as { text: string }).text);
      }
      return [...lines].map(([id, text]) => `${id} ${text}`).toSorted();
    };
    const calm = said({ ...SMALL, faults: NO_FAULTS });
    const rough = said(SMALL);
    const known = new Set(calm);
    expect(rough.filter((line) => !known.has(line)).length).toBeLessThan(3); // first copies that could not be read
    expect(rough.length).toBeGreaterThan(0.98 * calm.length);
  });

  test('lives sixty days in the memory of ten', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const stream = world({ ...SMALL, days: 60, perHour: 6 }).open();
    const measured: { heap: number; waiting: number }[] = [];
    for (let day = 1; day <= 60; day++) {
      let waiting = 0;
      while ((stream.nextAt() ?? Infinity) < START + day * DAY_MS) {
        stream.next();
        waiting = Math.max(waiting, stream.waiting);
      }
      if (day % 10 !== 0) continue;
      collect();
      measured.push({ heap: process.memoryUsage().heapUsed, waiting });
    }
    const [first] = measured;
    for (const { heap, waiting } of measured.slice(1)) {
      expect(heap - (first?.heap ?? 0)).toBeLessThan(4_000_000);
      expect(waiting).toBeLessThan(2 * (first?.waiting ?? 0));
    }
  });

  test('refuses what no world can be made from, and says what', () => {
    expect(() => world({ ...SMALL, days: 0 })).toThrow('days 0 must be above 0');
    expect(() => world({ ...SMALL, seed: 0.5 })).toThrow('seed 0.5 must be a whole number');
    expect(() => world({ ...SMALL, perHour: -1 })).toThrow('perHour -1 of norvane');
    expect(() => world({ ...SMALL, brands: [] })).toThrow('needs a platform and a brand');
    expect(() => world({ seed: 1, start: START, accounts: 0, perHour: 0 })).toThrow('nothing ever happens');
    const [crisis] = world(SMALL).settings.crises;
    if (crisis === undefined) throw new Error('the demo has no crisis');
    const planted = (change: Partial<Crisis>) => () => world({ ...SMALL, scenario: [{ ...crisis, ...change }] });
    expect(planted({ brand: 'nobody' })).toThrow('for nobody, which is no brand');
    expect(planted({ platforms: [] })).toThrow('is on no platform');
    expect(planted({ platforms: [{ name: 'nowhere', lagMs: 0 }] })).toThrow('on nowhere, which is no platform');
    expect(planted({ factor: 0.5 })).toThrow('factor 0.5');
  });

  test('has nothing before its start and is quiet where nothing is said', () => {
    const silent = world({ ...SMALL, perHour: 0, accounts: 0, scenario: 'quiet' });
    expect([...silent.events()]).toEqual([]);
    expect(silent.open().nextAt()).toBeUndefined();
  });

  test('makes every minute without the minutes before it: late starts cost nothing', () => {
    const endless = world({ seed: 4, start: START, perHour: 2, accounts: 4, liveFrom: START + 9 * DAY_MS });
    const at = START + 3_650 * DAY_MS + 7 * MINUTE_MS;
    const [first] = endless.events({ at, taken: 0 });
    expect(first?.arrivalTime).toBeGreaterThanOrEqual(at);
    expect(first?.arrivalTime).toBeLessThan(at + 2 * HOUR_MS);
  });
});
