import { COUNTER_NAMES } from '../../schemas/events/account-item.ts';
import { HOUR_MS, type Instant } from '../../schemas/instants.ts';
import { NO_COUNTERS, type Counters } from './event.ts';
import { SNAPSHOT_AGES_MS, type Post } from './posts.ts';
import { DRAW, randomOf } from './random.ts';

/** A reading of a post's counters; undefined where it was missed. */
export interface Reading {
  readonly at: Instant;
  readonly counters: Counters;
}

/** After a day or a week an API may have begun to count anew; earlier the drop could hide in the growth. */
const RESET_AT = [4, 5] as const;
/** What is left after a reset is at most this much of the reading before, so that nobody can take it for a deletion. */
const RESET_SHARE = 0.1;

/** One in 20 readings is missed; in one of 30 people have taken back up to 5 %; one post in 30 is counted anew. */
const MISSED = 0.05;
const DELETIONS = 1 / 30;
const RESETS = 1 / 30;

/**
 * All readings of a post at 5, 15 and 60 min, 6 and 24 h and 7 d. Engagement accrues as E (1 - exp(-age / tau)). `faulty`: with
 * missed readings, deletions and resets.
 */
export function readingsOf(seed: number, post: Post, tauHours: number, faulty: boolean): (Reading | undefined)[] {
  const random = randomOf(seed, DRAW.snapshot, post.account.index, post.hour, post.index);
  const resetAt = random.chance(RESETS) ? random.pick(RESET_AT) : SNAPSHOT_AGES_MS.length;
  let before = NO_COUNTERS;
  let base = NO_COUNTERS;
  return SNAPSHOT_AGES_MS.map((ageMs, number) => {
    const at = post.time + ageMs + random.below(20_000);
    const missed = random.chance(MISSED);
    const kept = random.chance(DELETIONS) ? random.between(0.95, 0.99) : 1;
    const truth = countersAt(post, at, tauHours);
    let shown = truth;
    if (faulty && number === resetAt) {
      shown = combine(before, truth, (old, now) => Math.min(now - old, Math.floor(old * RESET_SHARE)));
      base = combine(truth, shown, (all, left) => all - left);
    } else if (faulty && number > resetAt) {
      shown = combine(truth, base, (all, lost) => all - lost);
    } else if (faulty && kept < 1) {
      shown = combine(before, truth, (old, now) => (old >= 20 ? Math.floor(old * kept) : now));
    }
    before = shown;
    return faulty && missed ? undefined : { at, counters: shown };
  });
}

function countersAt(post: Post, at: Instant, tauHours: number): Counters {
  const accrued = 1 - Math.exp(-(at - post.time) / (tauHours * HOUR_MS));
  const { engagement } = post;
  const of = (share: number): number => Math.floor(engagement * share * accrued);
  return { likes: of(0.8), comments: of(0.12), shares: of(0.08), views: of(22), reach: of(15) };
}

function combine(a: Counters, b: Counters, of: (a: number, b: number) => number): Counters {
  return Object.fromEntries(
    COUNTER_NAMES.map((name) => [name, Math.max(0, of(a[name], b[name]))]),
  ) as unknown as Counters;
}
