import { HOUR_MS, MINUTE_MS, type Instant } from '../../schemas/instants.ts';
import { accountOf, slotEffect, type Account } from './accounts.ts';
import type { Settings } from './options.ts';
import { DRAW, randomOf } from './random.ts';
import { worldActivity } from './rhythm.ts';

/** A post and the engagement it will have in the end. */
export interface Post {
  readonly id: string;
  readonly account: Account;
  /** Hours since 1970, and its number within the account's hour. */
  readonly hour: number;
  readonly index: number;
  readonly time: Instant;
  readonly type: 'text' | 'image' | 'video' | 'link';
  /** Likes, comments and shares together, once all have come. */
  readonly engagement: number;
}

export interface Posts {
  readonly accounts: readonly Account[];
  /** By its number. */
  account(index: number): Account;
  /** How many an account publishes in an hour. */
  count(account: Account, hour: number): number;
  post(account: Account, hour: number, index: number): Post;
}

const TYPE_EFFECT = { text: 0, image: 0.15, video: 0.35, link: -0.25 } as const;

/** Posting is a Poisson process of the account's rate and its people's day; engagement is lognormal around what the post is worth. */
export function postsOf(settings: Settings): Posts {
  const accounts = Array.from({ length: settings.accounts }, (_, index) => accountOf(settings, index));
  const zones = new Map(accounts.map(({ zone }) => [zone, worldActivity([{ name: zone, weight: 1 }])]));
  const { seed } = settings;
  return {
    accounts,
    account(index) {
      const account = accounts[index];
      if (account === undefined) throw new Error(`no account ${index}`);
      return account;
    },
    count(account, hour) {
      const activity = zones.get(account.zone)?.(hour * HOUR_MS) ?? 1;
      return randomOf(seed, DRAW.count, account.index, hour, 1).poisson((account.postsPerDay / 24) * activity);
    },
    post(account, hour, index) {
      const random = randomOf(seed, DRAW.post, account.index, hour, index);
      const time = hour * HOUR_MS + random.below(HOUR_MS);
      const type = random.pick(['text', 'image', 'image', 'video', 'link'] as const);
      const log =
        0.7 * Math.log(account.followers + 1) -
        1.5 +
        slotEffect(account.peaks, localHourOf(time, account.zone)) +
        TYPE_EFFECT[type] +
        0.9 * random.normal();
      const id = `${hour}${String(account.index).padStart(6, '0')}${String(index).padStart(3, '0')}`;
      return { id, account, hour, index, time, type, engagement: Math.exp(log) };
    },
  };
}

function localHourOf(time: Instant, zone: string): number {
  const local = Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(zone);
  return local.hour + local.minute / 60;
}

/** Ages at which a post's counters are read. */
export const SNAPSHOT_AGES_MS: readonly number[] = [
  5 * MINUTE_MS,
  15 * MINUTE_MS,
  HOUR_MS,
  6 * HOUR_MS,
  24 * HOUR_MS,
  7 * 24 * HOUR_MS,
];
