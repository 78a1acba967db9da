import { HOUR_MS, MINUTE_MS, type Instant } from '../../schemas/instants.ts';
import type { WorldBrand } from './brands.ts';
import type { WorldPlatform } from './platforms.ts';
import type { TopicName } from './texts/topics.ts';

/** A planted crisis: what a detector is measured against. */
export interface Crisis {
  readonly brand: string;
  readonly topic: TopicName;
  readonly onset: Instant;
  /** From nothing to the full factor, linearly; 5 to 60 min. */
  readonly rampMs: number;
  /** Mentions per hour at the plateau over those without crisis, on the platforms it reaches; 1.2 to 20. */
  readonly factor: number;
  /** Share of negative mentions at the plateau, of all there; .35 to .85. */
  readonly negativeShare: number;
  /** 1 to 12 h. */
  readonly plateauMs: number;
  /** The excess halves in this time after the plateau; 2 to 24 h. */
  readonly halfLifeMs: number;
  /** Where it is talked about, and how much later it begins there; 0 to 90 min. */
  readonly platforms: readonly { readonly name: string; readonly lagMs: number }[];
  /** Somebody with a thousand times the usual reach joins in the middle of the ramp, on the first platform. */
  readonly influencer: boolean;
}

/** `demo`: the first brand is in trouble two minutes after the live part begins. `quiet`: nothing happens. */
export type Scenario = 'demo' | 'quiet' | readonly Crisis[];

/** Half-lives after which a crisis is over: less than one mention in 2,000 of the plateau's. */
const HALF_LIVES = 11;

/** The excess at an instant, 0 to 1, on a platform with this lag. */
export function excessAt(crisis: Crisis, lagMs: number, at: Instant): number {
  const age = at - crisis.onset - lagMs;
  const { rampMs, plateauMs, halfLifeMs } = crisis;
  if (age < 0 || at >= endOf(crisis)) return 0;
  if (age < rampMs) return age / rampMs;
  const decaying = age - rampMs - plateauMs;
  return decaying <= 0 ? 1 : 2 ** (-decaying / halfLifeMs);
}

/** From here on nobody mentions it. */
export function endOf({ onset, rampMs, plateauMs, halfLifeMs, platforms }: Crisis): Instant {
  const lagMs = Math.max(0, ...platforms.map((platform) => platform.lagMs));
  return onset + lagMs + rampMs + plateauMs + HALF_LIVES * halfLifeMs;
}

/** Negative share among the additional mentions alone, so that all of them together have the planted one. */
export function negativeAmongExcess({ factor, negativeShare }: Crisis, usual: number): number {
  if (factor <= 1) return negativeShare;
  return Math.min(1, Math.max(0, (negativeShare * factor - usual) / (factor - 1)));
}

export function scenarioOf(
  scenario: Scenario,
  brands: readonly WorldBrand[],
  platforms: readonly WorldPlatform[],
  liveFrom: Instant,
): readonly Crisis[] {
  if (typeof scenario !== 'string') return scenario;
  const [brand] = brands;
  if (scenario === 'quiet' || brand === undefined) return [];
  const topics = { airline: 'stranded', coffee: 'recall', bikes: 'brakes', general: 'data-leak' } as const;
  return [
    {
      brand: brand.name,
      topic: topics[brand.sector],
      onset: liveFrom + 2 * MINUTE_MS,
      rampMs: 5 * MINUTE_MS,
      factor: 8,
      negativeShare: 0.7,
      plateauMs: 2 * HOUR_MS,
      halfLifeMs: 3 * HOUR_MS,
      platforms: platforms.slice(0, 3).map(({ name }, index) => ({ name, lagMs: index * 4 * MINUTE_MS })),
      influencer: true,
    },
  ];
}
