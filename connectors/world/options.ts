import { TidelineError } from '../../runtime/errors.ts';
import { DAY_MS, HOUR_MS, type Instant } from '../../schemas/instants.ts';
import { BRANDS, type WorldBrand } from './brands.ts';
import { scenarioOf, type Crisis, type Scenario } from './crisis.ts';
import { PLATFORMS, type WorldPlatform } from './platforms.ts';

/** What real streams do to their readers. Each can be left out; none of them changes what was said. */
export interface Faults {
  /** 10 % of items arrive later than 5 s, some after the horizon; without it none does. */
  readonly late: boolean;
  /** 2 % come twice, a tenth of those with changed counters. */
  readonly duplicates: boolean;
  /** 5 % are dated up to 90 s ahead, 5 % up to 90 s behind. */
  readonly skew: boolean;
  /** One line in 1,000 cannot be read. */
  readonly malformed: boolean;
  /** Now and then a platform falls silent for 20 min and then catches up. */
  readonly stalls: boolean;
  /** Snapshots that are missing, decrease or start again at 0. */
  readonly counters: boolean;
}

export interface WorldOptions {
  /** Any whole number; the same seed and options give the same bytes. */
  readonly seed: number;
  /** Nothing was before; rounded down to the hour. */
  readonly start: Instant;
  /** Undefined: the world never ends. */
  readonly days?: number;
  /** Where history ends for those who watch it live; the demo's crisis begins 2 min later. Default: 7 days after the start. */
  readonly liveFrom?: Instant;
  readonly platforms?: readonly WorldPlatform[];
  /** Profiles that post, spread over brands and platforms. Default 36: each brand on each platform. */
  readonly accounts?: number;
  readonly brands?: readonly WorldBrand[];
  /** Mean mentions per hour of every brand, instead of its own. */
  readonly perHour?: number;
  /** People who write, per platform. Default 20,000. */
  readonly authors?: number;
  readonly scenario?: Scenario;
  readonly faults?: Partial<Faults>;
}

/** Everything the world is made from, nothing left open. */
export interface Settings {
  readonly seed: number;
  readonly start: Instant;
  readonly end: Instant;
  readonly liveFrom: Instant;
  readonly platforms: readonly WorldPlatform[];
  readonly accounts: number;
  readonly brands: readonly WorldBrand[];
  readonly authors: number;
  readonly crises: readonly Crisis[];
  readonly faults: Faults;
}

const ALL_FAULTS: Faults = {
  late: true,
  duplicates: true,
  skew: true,
  malformed: true,
  stalls: true,
  counters: true,
};

export const NO_FAULTS: Faults = {
  late: false,
  duplicates: false,
  skew: false,
  malformed: false,
  stalls: false,
  counters: false,
};

/** Fills in what was left open, and refuses (USAGE) what no world can be made from. */
export function settingsOf(options: WorldOptions): Settings {
  const { seed, days, perHour, accounts = 36, authors = 20_000, platforms = PLATFORMS } = options;
  const start = Math.floor(options.start / HOUR_MS) * HOUR_MS;
  const liveFrom = options.liveFrom ?? start + 7 * DAY_MS;
  const brands = (options.brands ?? BRANDS).map((brand) => ({ ...brand, perHour: perHour ?? brand.perHour }));
  const crises = scenarioOf(options.scenario ?? 'demo', brands, platforms, liveFrom);
  refuseUnless(Number.isSafeInteger(seed), `seed ${seed} must be a whole number`);
  refuseUnless(Number.isSafeInteger(start), `start ${options.start} must be an instant in milliseconds`);
  refuseUnless(days === undefined || days > 0, `days ${days} must be above 0`);
  refuseUnless(Number.isSafeInteger(accounts) && accounts >= 0, `accounts ${accounts} must be a whole number`);
  refuseUnless(Number.isSafeInteger(authors) && authors > 0, `authors ${authors} must be a whole number above 0`);
  refuseUnless(platforms.length > 0 && brands.length > 0, 'a world needs a platform and a brand');
  for (const { name, perHour: rate } of brands)
    refuseUnless(rate >= 0 && rate < Infinity, `perHour ${rate} of ${name} must be a number of at least 0`);
  refuseUnless(
    days !== undefined || accounts > 0 || brands.some(({ perHour: rate }) => rate > 0),
    'nothing ever happens in it: give it days, accounts or a brand with mentions',
  );
  for (const crisis of crises) refuseCrisis(crisis, brands, platforms);
  const end = days === undefined ? Infinity : start + Math.round(days * DAY_MS);
  return {
    seed,
    start,
    end,
    liveFrom,
    platforms,
    accounts,
    brands,
    authors,
    crises,
    faults: { ...ALL_FAULTS, ...options.faults },
  };
}

function refuseCrisis(crisis: Crisis, brands: readonly WorldBrand[], platforms: readonly WorldPlatform[]): void {
  const { brand, factor, negativeShare, rampMs, plateauMs, halfLifeMs } = crisis;
  const named = (name: string): boolean => platforms.some((platform) => platform.name === name);
  refuseUnless(
    brands.some(({ name }) => name === brand),
    `a crisis is planted for ${brand}, which is no brand`,
  );
  refuseUnless(crisis.platforms.length > 0, `the crisis of ${brand} is on no platform`);
  for (const { name } of crisis.platforms)
    refuseUnless(named(name), `a crisis is planted on ${name}, which is no platform`);
  refuseUnless(factor >= 1, `factor ${factor} of the crisis of ${brand} must be at least 1`);
  refuseUnless(
    negativeShare >= 0 && negativeShare <= 1,
    `negativeShare ${negativeShare} of ${brand} must be from 0 to 1`,
  );
  refuseUnless(rampMs >= 0 && plateauMs >= 0 && halfLifeMs > 0, `the crisis of ${brand} needs times of at least 0 ms`);
}

function refuseUnless(condition: boolean, message: string): void {
  if (!condition) throw new TidelineError('USAGE', `world: ${message}`);
}
