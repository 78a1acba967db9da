/** What a ratio Σx / Σy is made of, when pairs (x, y) come in clusters that are independent of each other. */
export interface RatioSums {
  readonly x: number;
  readonly y: number;
  /** Clusters. */
  readonly n: number;
  /** Σ (x - r y)² over the clusters, with r = Σx / Σy. */
  readonly residual: number;
}

/** Fewer clusters than this say nothing about how much they vary. */
export const LEAST_CLUSTERS = 5;

/** The sums of clusters, added in their order. */
export function ratioSums(clusters: Iterable<{ readonly x: number; readonly y: number }>): RatioSums {
  const all = [...clusters];
  const x = all.reduce((sum, cluster) => sum + cluster.x, 0);
  const y = all.reduce((sum, cluster) => sum + cluster.y, 0);
  const residual = all.reduce((sum, cluster) => sum + (cluster.x - (x / y) * cluster.y) ** 2, 0);
  return { x, y, n: all.length, residual };
}

/**
 * The standard error of ln(Σx / Σy): s.e.(r) / r with var(r) = n / (n - 1) Σ (x - r y)² / (Σy)². Undefined with fewer than
 * LEAST_CLUSTERS clusters, and where a sum is not above 0. Cochran, "Sampling Techniques" (1977), §6.3.
 */
export function logRatioError({ x, y, n, residual }: RatioSums): number | undefined {
  if (n < LEAST_CLUSTERS || x <= 0 || y <= 0) return undefined;
  return Math.sqrt((n / (n - 1)) * residual) / x;
}
