import { HOUR_MS, MINUTE_MS, windowStart, type Instant } from '../../schemas/instants.ts';
import type { ClassShares, WorldBrand } from './brands.ts';
import { endOf, excessAt, negativeAmongExcess, type Crisis } from './crisis.ts';
import type { Settings } from './options.ts';
import { dispersionOf, driftFactor, hourFactor } from './rates.ts';
import { worldActivity } from './rhythm.ts';
import type { TopicName } from './texts/topics.ts';

/** A reason to talk about a brand. All talk is the sum of waves, each a Poisson process of its own. */
export interface Wave {
  readonly brand: WorldBrand;
  readonly shares: ClassShares;
  /** Number of its crisis; undefined: everyday talk. */
  readonly crisis: number | undefined;
  readonly topic: TopicName | undefined;
  /** Number of the one platform it is on; undefined: any. */
  readonly platform: number | undefined;
  /** One person with this many times the usual reach; 1: everybody. */
  readonly reachFactor: number;
  /** Mentions expected in the minute; for an influencer exactly so many. */
  meanAt(minute: Instant): number;
}

/** Everyday talk first, so that the number of a brand's wave does not depend on the crises. */
export function wavesOf(settings: Settings): readonly Wave[] {
  const activity = worldActivity();
  const everyday = settings.brands.map((brand, index) => everydayWave(settings.seed, brand, index, activity));
  const crises = settings.crises.flatMap((crisis, number) => {
    const base = everyday.find(({ brand }) => brand.name === crisis.brand);
    return base === undefined ? [] : crisisWaves(settings, crisis, number, base);
  });
  return [...everyday, ...crises];
}

function everydayWave(seed: number, brand: WorldBrand, index: number, activity: (hour: Instant) => number): Wave {
  const dispersion = dispersionOf(seed, index);
  const drift = driftFactor(seed, index);
  let hour = Number.NaN;
  let perMinute = 0;
  return {
    brand,
    shares: brand.shares,
    crisis: undefined,
    topic: undefined,
    platform: undefined,
    reachFactor: 1,
    meanAt(minute) {
      const its = windowStart(minute, HOUR_MS);
      if (its !== hour) {
        hour = its;
        perMinute = (brand.perHour / 60) * activity(hour) * drift(hour) * hourFactor(seed, index, hour, dispersion);
      }
      return perMinute;
    },
  };
}

function crisisWaves(settings: Settings, crisis: Crisis, number: number, base: Wave): Wave[] {
  const negative = negativeAmongExcess(crisis, base.shares.negative);
  const neutral = (1 - negative) * 0.85;
  const shares = { negative, neutral, positive: 1 - negative - neutral };
  const common = { brand: base.brand, crisis: number, topic: crisis.topic };
  const total = settings.platforms.reduce((sum, { share }) => sum + share, 0);
  const end = endOf(crisis);
  const waves = crisis.platforms.map(({ name, lagMs }): Wave => {
    const platform = settings.platforms.findIndex((one) => one.name === name);
    const excess = ((settings.platforms[platform]?.share ?? 0) / total) * (crisis.factor - 1);
    const meanAt = (minute: Instant): number => {
      if (minute < crisis.onset - MINUTE_MS || minute >= end) return 0;
      return base.meanAt(minute) * excess * excessAt(crisis, lagMs, minute);
    };
    return { ...common, shares, platform, reachFactor: 1, meanAt };
  });
  return crisis.influencer ? [...waves, influencer(crisis, waves[0])] : waves;
}

function influencer(crisis: Crisis, first: Wave | undefined): Wave {
  if (first === undefined) throw new Error('a crisis on no platform');
  const lagMs = crisis.platforms[0]?.lagMs ?? 0;
  const joins = windowStart(crisis.onset + lagMs + crisis.rampMs / 2, MINUTE_MS);
  const shares = { positive: 0, neutral: 0, negative: 1 };
  return { ...first, shares, reachFactor: 1_000, meanAt: (minute) => (minute === joins ? 1 : 0) };
}
