import type { Settings } from './options.ts';
import type { WorldBrand } from './brands.ts';
import { DRAW, randomOf, weighted, type Random } from './random.ts';
import { ZONES } from './rhythm.ts';

/** A profile that posts, own or a competitor's. */
export interface Account {
  readonly index: number;
  readonly handle: string;
  readonly brand: WorldBrand;
  /** Number of its platform. */
  readonly platform: number;
  /** IANA zone of its people. */
  readonly zone: string;
  readonly postsPerDay: number;
  /** At the world's start. */
  readonly followers: number;
  /** Relative, per day. */
  readonly growth: number;
  readonly following: number;
  /** Local hours at which its posts do better, planted; none: it has no best time. */
  readonly peaks: readonly Peak[];
}

export interface Peak {
  /** Local, [0, 24). */
  readonly hour: number;
  /** .1, .2 or .4: engagement there is exp(effect) times the usual. */
  readonly effect: number;
}

const drawZone = weighted(ZONES, ({ weight }) => weight);

/** The account of this number: brands in turn, on one platform after the other. */
export function accountOf(settings: Settings, index: number): Account {
  const random = randomOf(settings.seed, DRAW.account, index);
  const { brands, platforms } = settings;
  const brand = brands[index % brands.length];
  if (brand === undefined) throw new Error('a world without brands');
  const round = Math.floor(index / (brands.length * platforms.length));
  const platform = Math.floor(index / brands.length) % platforms.length;
  return {
    index,
    handle: round === 0 ? brand.handle : `${brand.handle}${round + 1}`,
    brand,
    platform,
    zone: drawZone(random).name,
    // Lognormal, median .7 a day, sd 1; nobody posts more than 40 times.
    postsPerDay: Math.min(40, Math.exp(Math.log(0.7) + random.normal())),
    followers: Math.round(Math.exp(9 + 1.2 * random.normal())),
    growth: random.between(-0.0005, 0.004),
    following: 50 + random.below(900),
    peaks: drawPeaks(random),
  };
}

/** 30 % of accounts have none. */
function drawPeaks(random: Random): Peak[] {
  const flat = random.chance(0.3);
  const effect = random.pick([0.1, 0.2, 0.4]);
  const count = flat ? 0 : 1 + random.below(3);
  return Array.from({ length: count }, () => ({ hour: random.between(6, 24), effect }));
}

/** Sharpness of a von Mises bump: about two hours to each side. */
const KAPPA = 4;

/** The planted effect at a local hour, as an addend of log engagement. */
export function slotEffect(peaks: readonly Peak[], localHour: number): number {
  return peaks.reduce((best, { hour, effect }) => {
    const angle = ((localHour - hour) * Math.PI) / 12;
    return Math.max(best, effect * Math.exp(KAPPA * (Math.cos(angle) - 1)));
  }, 0);
}
