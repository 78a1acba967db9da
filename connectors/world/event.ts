import type { COUNTER_NAMES } from '../../schemas/events/account-item.ts';
import type { Instant } from '../../schemas/instants.ts';
import type { Sentiment } from './texts/compose.ts';

export const KINDS = ['mention', 'post', 'counters', 'profile'] as const;
export type Kind = (typeof KINDS)[number];

/** Cumulative counters of a post, as its platform reported them. */
export type Counters = Readonly<Record<(typeof COUNTER_NAMES)[number], number>>;

export const NO_COUNTERS: Counters = { likes: 0, comments: 0, shares: 0, views: 0, reach: 0 };

/** What an event really is; it stands in no line. */
export type Label =
  | {
      readonly kind: 'mention';
      readonly brand: string;
      readonly author: string;
      readonly sentiment: Sentiment;
      readonly sarcastic: boolean;
      /** As this copy says. */
      readonly reach: number;
      /** It was said because of this crisis (its number in the scenario). */
      readonly crisis: number | undefined;
    }
  | { readonly kind: 'post'; readonly account: string }
  | {
      readonly kind: 'counters';
      readonly account: string;
      readonly post: string;
      /** When the post came out. */
      readonly posted: Instant;
      readonly counters: Counters;
    }
  | { readonly kind: 'profile'; readonly account: string; readonly followers: number };

/** One item on its way to a reader: what arrives, when, and what is true about it. */
export interface WorldEvent {
  readonly platform: string;
  /** The platform's own id; copies share it. */
  readonly id: string;
  /** As its line says. */
  readonly eventTime: Instant;
  readonly arrivalTime: Instant;
  /** The line, without an end. */
  readonly raw: Uint8Array;
  /** Unique to this copy, and the same whenever the world is made. */
  readonly origin: string;
  /** How this line was spoilt; undefined: it can be read. */
  readonly malformed: 'not-json' | 'bad-time' | undefined;
  readonly label: Label;
}
