import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../schemas/instants.ts';
import { BRANDS } from './brands.ts';
import { excessAt, negativeAmongExcess, type Crisis } from './crisis.ts';
import type { Label } from './event.ts';
import { NO_FAULTS } from './options.ts';
import { dispersionOf, driftFactor, hourFactor } from './rates.ts';
import { worldActivity, zoneActivity } from './rhythm.ts';
import { world } from './world.ts';

const START = Date.UTC(2026, 2, 2); // a Monday
type Mention = Extract<Label, { kind: 'mention' }> & { at: number; platform: string; lang: string };

function mentionsOf(options: Partial<Parameters<typeof world>[0]>): Mention[] {
  const made = world({ seed: 11, start: START, accounts: 0, faults: NO_FAULTS, scenario: 'quiet', ...options });
  return [...made.events()].flatMap(({ label, eventTime, platform, raw }) => {
    if (label.kind !== 'mention') return [];
    const { lang } = JSON.parse(Buffer.from(raw).toString()) as { lang: string };
    return [{ ...label, at: eventTime, platform, lang }];
  });
}

describe('talk in quiet times', () => {
  test.each([2, 12, 60, 300])('has its base rate of %d per hour', (perHour) => {
    const days = perHour > 50 ? 7 : 42;
    const brands = perHour > 50 ? BRANDS.slice(0, 4) : BRANDS;
    const found = mentionsOf({ perHour, days, brands }).length / (brands.length * days * 24);
    // Poisson noise, and over-dispersion that three hours share: few brands, each with a drift of up to 15 %.
    expect(found / perHour).toBeGreaterThan(0.88);
    expect(found / perHour).toBeLessThan(1.12);
  });

  test('has the classes, languages, sarcasm and platforms of the scenario', () => {
    const all = mentionsOf({ perHour: 60, days: 7 }).filter(
      ({ brand }) => brand === 'norvane' || brand === 'pedalquay',
    );
    const share = (of: (one: Mention) => boolean): number => all.filter(of).length / all.length;
    expect(share(({ sentiment }) => sentiment === 'positive')).toBeCloseTo(0.35, 1.6);
    expect(share(({ sentiment }) => sentiment === 'negative')).toBeCloseTo(0.2, 1.6);
    expect(share(({ lang }) => lang !== 'en')).toBeCloseTo(0.1, 1.6);
    expect(share(({ sarcastic }) => sarcastic)).toBeCloseTo(0.045, 1.9);
    expect(share(({ platform }) => platform === 'plaza')).toBeCloseTo(0.5, 1.6);
    expect(all.every(({ sarcastic, sentiment }) => !sarcastic || sentiment === 'negative')).toBe(true);
  });

  test('is written mostly by few', () => {
    const counts = new Map<string, number>();
    const all = mentionsOf({ perHour: 60, days: 7 });
    for (const { platform, author } of all)
      counts.set(`${platform}/${author}`, (counts.get(`${platform}/${author}`) ?? 0) + 1);
    const top = [...counts.values()].toSorted((a, b) => b - a).slice(0, Math.floor(counts.size / 10));
    expect(top.reduce((sum, count) => sum + count, 0) / all.length).toBeGreaterThan(0.25);
    expect(counts.size).toBeGreaterThan(all.length / 5);
  });
});

describe('rates', () => {
  test('an hour factor has mean 1, the dispersion as variance and a memory of three hours', () => {
    const dispersion = 0.2;
    const factors = Array.from({ length: 20_000 }, (_, hour) => hourFactor(1, 0, hour * HOUR_MS, dispersion));
    const mean = factors.reduce((sum, factor) => sum + factor, 0) / factors.length;
    const covariance = (lag: number): number =>
      factors.slice(lag).reduce((sum, factor, i) => sum + (factor - mean) * ((factors[i] ?? 0) - mean), 0) /
      factors.length;
    expect(mean).toBeCloseTo(1, 1.3);
    expect(covariance(0)).toBeCloseTo(dispersion, 1.5);
    expect(covariance(3) / covariance(0)).toBeCloseTo(Math.exp(-1), 1);
    expect(covariance(24) / covariance(0)).toBeCloseTo(0, 1);
  });

  test('dispersions lie between .05 and .3, and drift stays within 30 % a month', () => {
    for (let entity = 0; entity < 50; entity++) {
      expect(dispersionOf(1, entity)).toBeGreaterThanOrEqual(0.05);
      expect(dispersionOf(1, entity)).toBeLessThan(0.3);
      const drift = driftFactor(1, entity);
      for (let day = 0; day < 120; day += 10) {
        const ratio = drift(START + (day + 30) * DAY_MS) / drift(START + day * DAY_MS);
        expect(Math.abs(Math.log(ratio))).toBeLessThan(Math.log(1.3));
      }
    }
  });

  test('days follow local clocks: daylight saving time moves them by an hour, half-hour zones lie between two hours', () => {
    const saturday = Date.UTC(2026, 2, 28);
    const at = (day: number, hour: number, zone: string): number => zoneActivity(day + hour * HOUR_MS, zone);
    // Europe/Berlin is UTC+1 until 2026-03-29 01:00 UTC, then UTC+2: compare Wednesdays before and after.
    const before = saturday - 3 * DAY_MS;
    const after = saturday + 4 * DAY_MS;
    expect(at(after, 6, 'Europe/Berlin')).toBe(at(before, 7, 'Europe/Berlin'));
    // India is UTC+5:30: its hour from 03:00 UTC begins at 08:30 there.
    expect(at(before, 3, 'Asia/Kolkata')).toBe(at(before, 8.5, 'UTC'));
  });

  test('a week has mean activity 1', () => {
    const activity = worldActivity();
    const week = Array.from({ length: 168 }, (_, hour) => activity(START + hour * HOUR_MS));
    expect(week.reduce((sum, level) => sum + level, 0) / 168).toBeCloseTo(1, 1.7);
    expect(Math.max(...week) / Math.min(...week)).toBeGreaterThan(2);
  });
});

describe('a planted crisis', () => {
  const crisis: Crisis = {
    brand: 'norvane',
    topic: 'stranded',
    onset: START + 30 * HOUR_MS,
    rampMs: 10 * MINUTE_MS,
    factor: 8,
    negativeShare: 0.7,
    plateauMs: 4 * HOUR_MS,
    halfLifeMs: 2 * HOUR_MS,
    platforms: [
      { name: 'plaza', lagMs: 0 },
      { name: 'commons', lagMs: 60 * MINUTE_MS },
    ],
    influencer: true,
  };

  test('rises to its factor, stays and halves', () => {
    const at = (minutes: number, lag = 0): number => excessAt(crisis, lag, crisis.onset + minutes * MINUTE_MS);
    expect([at(-1), at(0), at(5), at(10), at(100), at(250)]).toEqual([0, 0, 0.5, 1, 1, 1]);
    expect(at(370)).toBeCloseTo(0.5, 9);
    expect(at(60, 60 * MINUTE_MS)).toBe(0);
    expect(at(65, 60 * MINUTE_MS)).toBe(0.5);
  });

  test('adds as much negative talk as makes up its share', () => {
    // 1 part of usual talk with .2 and 7 parts of excess give 8 parts with .7.
    expect((0.2 + 7 * negativeAmongExcess(crisis, 0.2)) / 8).toBeCloseTo(0.7, 9);
  });

  test('is in the stream as planted, on top of the same everyday talk', () => {
    const norvane = { days: 2, perHour: 300, brands: BRANDS.slice(0, 1) };
    const quiet = mentionsOf({ ...norvane });
    const all = mentionsOf({ ...norvane, scenario: [crisis] });
    expect(all.filter((one) => one.crisis === undefined)).toEqual(quiet);
    const caused = all.filter((one) => one.crisis === 0);
    expect(new Set(caused.map(({ platform }) => platform))).toEqual(new Set(['plaza', 'commons']));
    expect(Math.min(...caused.map(({ at }) => at))).toBeGreaterThanOrEqual(crisis.onset);
    const plateau = ({ at, brand, platform }: Mention): boolean =>
      brand === 'norvane' &&
      platform === 'plaza' &&
      at >= crisis.onset + 10 * MINUTE_MS &&
      at < crisis.onset + 250 * MINUTE_MS;
    const during = all.filter(plateau);
    expect(during.length / quiet.filter(plateau).length).toBeCloseTo(8, -0.3);
    expect(during.filter(({ sentiment }) => sentiment === 'negative').length / during.length).toBeCloseTo(0.7, 1.3);
    expect(caused.filter(({ reach }) => reach >= 180_000).length).toBeGreaterThanOrEqual(1);
  });

  test('of the demo begins two minutes after the live part', () => {
    const liveFrom = START + 3 * DAY_MS;
    const { crises } = world({ seed: 1, start: START, liveFrom }).settings;
    expect(crises).toMatchObject([{ brand: 'norvane', onset: liveFrom + 2 * MINUTE_MS }]);
  });
});
