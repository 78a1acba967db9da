/** Seeded, so that a failure is its seed. */
export interface Random {
  /** 0 to n - 1. */
  pick(n: number): number;
  chance(probability: number): boolean;
}

/** Numbers in [0, 1): mulberry32 (Tommy Ettinger, public domain). */
export function uniform(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function seeded(seed: number): Random {
  const next = uniform(seed);
  return { pick: (n) => Math.floor(next() * n), chance: (probability) => next() < probability };
}
