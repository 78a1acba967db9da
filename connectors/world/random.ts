/** Draws that depend on nothing but the seed and the keys they were asked with. */
export interface Random {
  /** In [0, 1), 32 bits. */
  next(): number;
  /** A whole number in [0, below). */
  below(limit: number): number;
  /** In [from, to). */
  between(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(values: readonly T[]): T;
  /** Standard normal, by Box and Muller. */
  normal(): number;
  /** A count of the Poisson distribution, exact for any mean; takes time in proportion to it. */
  poisson(mean: number): number;
}

/** What a draw is about. Part of the world's bytes: numbers are never given to something else. */
export const DRAW = {
  rate: 1,
  count: 2,
  mention: 3,
  author: 4,
  account: 5,
  post: 6,
  profile: 7,
  stall: 8,
  snapshot: 9,
  drift: 10,
} as const;

/** Golden ratio, as a step that visits all 2^32 values. */
const STEP = 0x9e3779b9;

/** The finaliser of MurmurHash3 (A. Appleby, public domain). */
function mixed(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/**
 * A random stream of its own for every list of keys (whole numbers below 2^32), so that any moment of the world can be made
 * without the moments before it. The generator is sfc32 (C. Doty-Humphrey, PractRand, public domain), its state hashed from the keys.
 */
export function randomOf(seed: number, ...keys: readonly number[]): Random {
  let a = mixed(seed ^ STEP);
  let b = mixed(seed + STEP);
  for (const key of keys) {
    a = mixed(a ^ Math.imul(key, STEP));
    b = mixed((b + key) | 0) ^ a;
  }
  let c = mixed(a ^ b);
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  // The first outputs still resemble the keys.
  for (let i = 0; i < 4; i++) next();
  return {
    next,
    below,
    between: (from, to) => from + next() * (to - from),
    chance: (probability) => next() < probability,
    pick<T>(values: readonly T[]): T {
      const value = values[below(values.length)];
      if (value === undefined) throw new Error('nothing to pick from');
      return value;
    },
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    poisson: (mean) => poisson(mean, next),
  };
}

/** Knuth's products; a large mean is a sum of small ones, so that exp(-mean) never vanishes. */
function poisson(mean: number, next: () => number): number {
  let count = 0;
  for (let left = mean; left > 0; left -= 16) {
    const limit = Math.exp(-Math.min(left, 16));
    for (let product = next(); product > limit; product *= next()) count++;
  }
  return count;
}

/** Picks by weight: `values[i]` as often as `weights[i]` in their sum. */
export function weighted<T>(values: readonly T[], weightOf: (value: T) => number): (random: Random) => T {
  const total = values.reduce((sum, value) => sum + weightOf(value), 0);
  return (random) => {
    let left = random.next() * total;
    for (const value of values) if ((left -= weightOf(value)) < 0) return value;
    return random.pick(values);
  };
}
