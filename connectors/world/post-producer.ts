import { HOUR_MS, MINUTE_MS, type Instant } from '../../schemas/instants.ts';
import type { Label, WorldEvent } from './event.ts';
import { drawPace, LATE_REACH_MS, type Journey, type Journeys } from './journey.ts';
import { countersLine, postLine } from './lines.ts';
import type { Settings } from './options.ts';
import type { Pending } from './pending.ts';
import { SNAPSHOT_AGES_MS, type Post, type Posts } from './posts.ts';
import type { Producer, Scheduled } from './producer.ts';
import { DRAW, randomOf, type Random } from './random.ts';
import { rendered } from './rendered.ts';
import { readingsOf, type Reading } from './snapshots.ts';
import { composePost } from './texts/compose.ts';

/** A post's last reading is due at this age, and within a minute. */
const LAST_AGE_MS = Math.max(...SNAPSHOT_AGES_MS);

/** More posts than this in an hour of one account there are none: the rate's cap is 40 a day. */
const PER_HOUR = 1_000;

/**
 * Posts, made hour by hour. Keys: unit = account, period = hour, index = number in the hour.
 */
export function postProducer(settings: Settings, posts: Posts, journey: Journeys): Producer {
  const { seed, platforms } = settings;
  const travel = (post: Post): { journey: Journey; random: Random } => {
    const random = randomOf(seed, DRAW.post, post.account.index, post.hour, post.index, 1);
    const pace = drawPace(random);
    return { journey: journey(random, post.time, post.account.platform, pace, true), random };
  };
  const schedule = (minute: Instant, push: (item: Scheduled) => void): void =>
    eachPost(posts, minute, (post) => {
      const { arrivals } = travel(post).journey;
      for (const [copy, at] of arrivals.entries()) push({ ...keysOf(post), index: post.index, at, copy });
    });
  return {
    schedule,
    scheduleLate: schedule,
    promptMs: 0,
    reachMs: HOUR_MS + LATE_REACH_MS,
    event(item) {
      const post = posts.post(posts.account(item.unit), item.period, item.index);
      const { journey: its, random } = travel(post);
      const { id, account, type } = post;
      const platform = platforms[account.platform]?.name ?? '';
      const text = composePost(random, account.brand);
      const line = postLine({ id, account: account.handle, text, type, written: its.written, platform });
      return rendered(item, its, line, platform, id, { kind: 'post', account: account.handle });
    },
  };
}

/**
 * Readings of posts' counters: all six of a post are known when it comes out and wait until they arrive.
 * Keys: unit = account, period = hour of the post, index = its number × 1,000 + the reading's.
 */
export function countersProducer(settings: Settings, posts: Posts, journey: Journeys): Producer {
  const { seed, platforms, faults } = settings;
  const readings = (post: Post): (Reading | undefined)[] =>
    readingsOf(seed, post, platforms[post.account.platform]?.tauHours ?? 6, faults.counters);
  const travel = (post: Post, { at }: Reading, number: number): Journey => {
    const random = randomOf(seed, DRAW.snapshot, post.account.index, post.hour, post.index, 1 + number);
    return journey(random, at, post.account.platform, drawPace(random), false);
  };
  const schedule = (minute: Instant, push: (item: Scheduled) => void): void =>
    eachPost(posts, minute, (post) => {
      for (const [number, reading] of readings(post).entries()) {
        if (reading === undefined) continue;
        const index = post.index * PER_HOUR + number;
        for (const [copy, at] of travel(post, reading, number).arrivals.entries())
          push({ ...keysOf(post), index, at, copy });
      }
    });
  return {
    schedule,
    scheduleLate: schedule,
    promptMs: 0,
    reachMs: HOUR_MS + LAST_AGE_MS + MINUTE_MS + LATE_REACH_MS,
    event(item) {
      const number = item.index % PER_HOUR;
      const post = posts.post(posts.account(item.unit), item.period, Math.floor(item.index / PER_HOUR));
      const reading = readings(post)[number];
      if (reading === undefined) throw new Error(`reading ${number} of post ${post.id} was missed`);
      return countersEvent(item, post, reading, travel(post, reading, number), platforms[post.account.platform]?.name);
    },
  };
}

function countersEvent(
  item: Pending,
  post: Post,
  reading: Reading,
  journey: Journey,
  platform: string = '',
): WorldEvent {
  const changed = item.copy === 1 && journey.changed ? 3 : 0;
  const counters = { ...reading.counters, likes: reading.counters.likes + changed };
  const id = `${post.id}.${item.index % PER_HOUR}`;
  const account = post.account.handle;
  const line = countersLine(id, account, post.id, reading.at, counters);
  const label: Label = { kind: 'counters', account, post: post.id, posted: post.time, counters };
  return rendered(item, journey, line, platform, id, label);
}

function eachPost(posts: Posts, minute: Instant, visit: (post: Post) => void): void {
  if (minute % HOUR_MS !== 0) return;
  const hour = minute / HOUR_MS;
  for (const account of posts.accounts) {
    const count = posts.count(account, hour);
    for (let index = 0; index < count; index++) visit(posts.post(account, hour, index));
  }
}

function keysOf({ account, hour }: Post): { unit: number; period: number } {
  return { unit: account.index, period: hour };
}
