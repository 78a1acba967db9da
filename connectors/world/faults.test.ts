import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../schemas/instants.ts';
import type { WorldEvent } from './event.ts';
import { stallsOf } from './journey.ts';
import { NO_FAULTS, settingsOf, type Faults, type WorldOptions } from './options.ts';
import { world } from './world.ts';

const START = Date.UTC(2026, 2, 26);
const OPTIONS: WorldOptions = { seed: 5, start: START, days: 6, perHour: 60, scenario: 'quiet' };

function eventsOf(faults: Partial<Faults>): WorldEvent[] {
  return [...world({ ...OPTIONS, faults: { ...NO_FAULTS, ...faults } }).events()];
}

/** The share lies within four standard errors of what it should be. */
function expectShare(found: number, of: number, share: number): void {
  const error = Math.sqrt((share * (1 - share)) / of);
  expect(Math.abs(found / of - share), `${found} of ${of}, not ${share}`).toBeLessThan(4 * error);
}

describe('the stream suffers as it should:', () => {
  test('lateness is the mixture of 90 % within 5 s, 8 % within 5 min, 1.5 % within 2 h, .5 % within 40 h and few beyond 56 h', () => {
    // Made in the first two days, so that all of them have arrived.
    const made = eventsOf({ late: true }).filter(({ eventTime }) => eventTime < START + 2 * DAY_MS);
    const lags = made.map(({ arrivalTime, eventTime }) => arrivalTime - eventTime);
    const within = (from: number, to: number): number => lags.filter((lag) => lag >= from && lag < to).length;
    expectShare(within(0, 5 * SECOND_MS), lags.length, 0.8995);
    expectShare(within(5 * SECOND_MS, 5 * MINUTE_MS), lags.length, 0.08);
    expectShare(within(5 * MINUTE_MS, 2 * HOUR_MS), lags.length, 0.015);
    expectShare(within(2 * HOUR_MS, 40 * HOUR_MS), lags.length, 0.005);
    expectShare(within(56 * HOUR_MS, 72 * HOUR_MS), lags.length, 0.0005);
    expect(within(56 * HOUR_MS, 72 * HOUR_MS)).toBeGreaterThan(0);
    expect(within(40 * HOUR_MS, 56 * HOUR_MS)).toBe(0);
  });

  test('2 % come twice, later, and a tenth of those with other counters', () => {
    const events = eventsOf({ duplicates: true });
    const first = new Map<string, WorldEvent>();
    let changed = 0;
    let repeats = 0;
    for (const event of events) {
      const key = `${event.label.kind}/${event.platform}/${event.id}`;
      const before = first.get(key);
      if (before === undefined) first.set(key, event);
      else {
        repeats++;
        if (!Buffer.from(before.raw).equals(event.raw)) changed++;
        expect(event.arrivalTime).toBeGreaterThan(before.arrivalTime);
        expect(event.eventTime).toBe(before.eventTime);
      }
    }
    expectShare(repeats, first.size, 0.02);
    expectShare(changed, repeats, 0.1);
  });

  test('5 % are dated ahead and 5 % behind, by at most 90 s', () => {
    const calm = new Map(eventsOf({}).map(({ origin, eventTime }) => [origin, eventTime]));
    const skewed = eventsOf({ skew: true }).filter(({ label }) => label.kind === 'mention');
    const skews = skewed.map(({ origin, eventTime }) => eventTime - (calm.get(origin) ?? NaN));
    expect(Math.max(...skews.map(Math.abs))).toBeLessThanOrEqual(90 * SECOND_MS);
    expectShare(skews.filter((skew) => skew > 0).length, skews.length, 0.05);
    expectShare(skews.filter((skew) => skew < 0).length, skews.length, 0.05);
    const future = skewed.filter(({ eventTime, arrivalTime }) => eventTime > arrivalTime);
    expectShare(future.length, skewed.length, 0.05);
  });

  test('one line in 1,000 cannot be read, and the label says why', () => {
    const events = eventsOf({ malformed: true });
    const spoilt = events.filter(({ malformed }) => malformed !== undefined);
    expectShare(spoilt.length, events.length, 0.001);
    for (const { raw, malformed } of events) {
      const line = Buffer.from(raw).toString();
      if (malformed === 'not-json') expect(() => JSON.parse(line) as unknown).toThrow(SyntaxError);
      else expect(line.includes('just now')).toBe(malformed === 'bad-time');
    }
    expect(new Set(spoilt.map(({ malformed }) => malformed)).size).toBe(2);
  });

  test('a platform that stalls is silent for 20 min, and then sends within a minute what it kept', () => {
    const mentions = eventsOf({ stalls: true }).filter(({ label }) => label.kind === 'mention');
    const stalled = mentions.filter(({ arrivalTime, eventTime }) => arrivalTime - eventTime > MINUTE_MS);
    expect(stalled.length).toBeGreaterThan(50);
    for (const { arrivalTime, eventTime, platform } of stalled) {
      expect(arrivalTime - eventTime).toBeLessThan(21 * MINUTE_MS);
      const meanwhile = mentions.filter(
        (one) =>
          one.platform === platform && one.arrivalTime > eventTime + 5_000 && one.arrivalTime < arrivalTime - MINUTE_MS,
      );
      expect(meanwhile).toEqual([]);
    }
  });

  test('without faults everything comes once, readable, within 5 s', () => {
    const events = eventsOf({});
    expect(new Set(events.map(({ label, platform, id }) => `${label.kind}/${platform}/${id}`)).size).toBe(
      events.length,
    );
    expect(events.every(({ malformed }) => malformed === undefined)).toBe(true);
    expect(Math.max(...events.map(({ arrivalTime, eventTime }) => arrivalTime - eventTime))).toBeLessThan(5_000);
  });
});

test('stalls keep the order, and say what has arrived', () => {
  const stalls = stallsOf(settingsOf({ seed: 9, start: START, liveFrom: START }));
  const instant = fc.integer({ min: 0, max: 60 * DAY_MS }).map((ms) => START + 10 * DAY_MS + ms);
  fc.assert(
    fc.property(instant, fc.nat(30 * MINUTE_MS), fc.nat(3), (sent, more, platform) => {
      const arrived = stalls.arrival(platform, sent);
      expect(arrived).toBeGreaterThanOrEqual(sent);
      expect(stalls.arrival(platform, sent + more)).toBeGreaterThanOrEqual(arrived);
      // What was sent before that has arrived by then.
      const complete = stalls.arrivedBefore(platform, sent);
      expect(stalls.arrival(platform, complete - 1)).toBeLessThanOrEqual(sent);
      expect(complete).toBeGreaterThan(sent - 22 * MINUTE_MS);
    }),
    { numRuns: 2_000 },
  );
});
