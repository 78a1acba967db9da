import { DAY_MS, HOUR_MS, type Instant } from '../../schemas/instants.ts';
import type { Account } from './accounts.ts';
import { drawPace, LATE_REACH_MS, type Journey, type Journeys } from './journey.ts';
import { profileLine } from './lines.ts';
import type { Settings } from './options.ts';
import type { Posts } from './posts.ts';
import type { Producer, Scheduled } from './producer.ts';
import { DRAW, randomOf } from './random.ts';
import { rendered } from './rendered.ts';

/** How often a profile's followers are read. */
const EVERY_HOURS = 6;

/** Readings of profiles. Keys: unit = account, period = hour. */
export function profileProducer(settings: Settings, posts: Posts, journey: Journeys): Producer {
  const travel = (account: Account, hour: number): { at: Instant; noise: number; journey: Journey } => {
    const random = randomOf(settings.seed, DRAW.profile, account.index, hour);
    const at = hour * HOUR_MS + random.below(HOUR_MS);
    const noise = random.normal();
    return { at, noise, journey: journey(random, at, account.platform, drawPace(random), false) };
  };
  const schedule = (minute: Instant, push: (item: Scheduled) => void): void => {
    if (minute % HOUR_MS !== 0) return;
    const period = minute / HOUR_MS;
    for (const account of posts.accounts) {
      if ((account.index + period) % EVERY_HOURS !== 0) continue;
      const { arrivals } = travel(account, period).journey;
      for (const [copy, at] of arrivals.entries()) push({ at, unit: account.index, period, index: 0, copy });
    }
  };
  return {
    schedule,
    scheduleLate: schedule,
    promptMs: 0,
    reachMs: HOUR_MS + LATE_REACH_MS,
    event(item) {
      const account = posts.account(item.unit);
      const { at, noise, journey: its } = travel(account, item.period);
      const changed = item.copy === 1 && its.changed ? 1 : 0;
      const followers = followersAt(account, at - settings.start, noise) + changed;
      const platform = settings.platforms[account.platform]?.name ?? '';
      const id = `${platform}.${account.handle}.${item.period}`;
      const line = profileLine(id, account.handle, at, followers, account.following);
      return rendered(item, its, line, platform, id, { kind: 'profile', account: account.handle, followers });
    },
  };
}

/** Exponential growth with a little coming and going, so that it also falls. */
function followersAt({ followers, growth }: Account, ageMs: number, noise: number): number {
  return Math.max(0, Math.round(followers * Math.exp((growth * ageMs) / DAY_MS) * (1 + 0.0004 * noise)));
}
