import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, type Instant } from '../../schemas/instants.ts';
import type { Settings } from './options.ts';
import { DRAW, randomOf, type Random } from './random.ts';

/** When the copies of an item arrive, and what time its line says. */
export interface Journey {
  readonly written: Instant;
  readonly arrivals: readonly Instant[];
  /** Copy by copy. */
  readonly malformed: readonly ('not-json' | 'bad-time' | undefined)[];
  /** The repeat says other counters. */
  readonly changed: boolean;
}

/** Of all items: within 5 s the rest, within 5 min, within 2 h, within 40 h, and beyond every horizon. */
const WITHIN_5_MIN = 0.08;
const WITHIN_2_H = 0.015;
const WITHIN_40_H = 0.005;
const BEYOND = 0.0005;
/** The share that arrives more than 5 min late: made as a process of its own, so that a resume need not look at the others. */
export const LATE_SHARE = WITHIN_2_H + WITHIN_40_H + BEYOND;

/** 56 to 72 h: late by any watermark, as nothing between 43 and 56 h is. */
const BEYOND_FROM_MS = 56 * HOUR_MS;
const BEYOND_TO_MS = 72 * HOUR_MS;
const PROMPT_REPEAT_MS = 10 * MINUTE_MS;
const LATE_REPEAT_MS = 2 * HOUR_MS;
const STALL_MS = 20 * MINUTE_MS;
const CATCH_UP_MS = MINUTE_MS;
const STALLS_PER_DAY = 0.2;

/** No prompt item and no repeat of one arrives later than this after it was made; no late one later than the other. */
export const PROMPT_REACH_MS = PROMPT_REPEAT_MS + 5 * MINUTE_MS + STALL_MS + CATCH_UP_MS;
export const LATE_REACH_MS = BEYOND_TO_MS + LATE_REPEAT_MS + STALL_MS + CATCH_UP_MS;

export type Pace = 'prompt' | 'late';

/** `skewed`: the line's time comes from the writer's own clock. The draws are the same whatever faults are on. */
export type Journeys = (random: Random, time: Instant, platform: number, pace: Pace, skewed: boolean) => Journey;

export function journeys(settings: Settings, stalls: Stalls): Journeys {
  const { faults } = settings;
  return (random, time, platform, pace, skewed) => {
    const ordinary = random.between(0, 5 * SECOND_MS);
    const delay = pace === 'late' ? lateDelay(random) : promptDelay(random, ordinary);
    const skew = skewOf(random);
    const repeated = random.chance(0.02);
    const repeatDelay = logBetween(random, SECOND_MS, pace === 'late' ? LATE_REPEAT_MS : PROMPT_REPEAT_MS);
    const changed = random.chance(0.1);
    const spoilt = [spoil(random), spoil(random)];
    const sent = Math.floor(time + (faults.late ? delay : ordinary));
    const sendings = repeated && faults.duplicates ? [sent, Math.floor(sent + repeatDelay)] : [sent];
    return {
      written: skewed && faults.skew ? time + skew : time,
      arrivals: sendings.map((at) => stalls.arrival(platform, at)),
      malformed: faults.malformed ? spoilt : [],
      changed,
    };
  };
}

/** For what is drawn by the hour, where nobody has drawn the pace yet. */
export function drawPace(random: Random): Pace {
  return random.chance(LATE_SHARE) ? 'late' : 'prompt';
}

function promptDelay(random: Random, ordinary: number): number {
  const slow = random.chance(WITHIN_5_MIN / (1 - LATE_SHARE));
  const delay = logBetween(random, 5 * SECOND_MS, 5 * MINUTE_MS);
  return slow ? delay : ordinary;
}

function lateDelay(random: Random): number {
  const share = random.next() * LATE_SHARE;
  if (share < BEYOND) return random.between(BEYOND_FROM_MS, BEYOND_TO_MS);
  if (share < BEYOND + WITHIN_40_H) return logBetween(random, 2 * HOUR_MS, 40 * HOUR_MS);
  return logBetween(random, 5 * MINUTE_MS, 2 * HOUR_MS);
}

/** Log-uniform in [from, to). */
function logBetween(random: Random, from: number, to: number): number {
  return from * (to / from) ** random.next();
}

/** In 5 % ahead of the true time, in 5 % behind. */
function skewOf(random: Random): number {
  const share = random.next();
  const size = Math.floor(random.between(5 * SECOND_MS, 90 * SECOND_MS));
  if (share < 0.05) return size;
  return share < 0.1 ? -size : 0;
}

function spoil(random: Random): 'not-json' | 'bad-time' | undefined {
  const share = random.next();
  if (share >= 0.001) return undefined;
  return share < 0.0006 ? 'not-json' : 'bad-time';
}

export interface Stalls {
  /** When something sent at an instant really arrives: later, when its platform was stalled. Never changes the order. */
  arrival(platform: number, sent: Instant): Instant;
  /** Everything sent before this has arrived by `at`. */
  arrivedBefore(platform: number, at: Instant): Instant;
}

/** On one day in five a platform stalls for 20 min and sends what it kept within a minute. Never around the beginning of the live part. */
export function stallsOf({ seed, faults, liveFrom }: Settings): Stalls {
  const known = new Map<string, Instant | undefined>();
  const startOn = (platform: number, day: number): Instant | undefined => {
    const key = `${platform}/${day}`;
    if (known.has(key)) return known.get(key);
    const random = randomOf(seed, DRAW.stall, platform, day);
    const stalls = random.chance(STALLS_PER_DAY);
    const start = day * DAY_MS + random.below(DAY_MS - STALL_MS - CATCH_UP_MS);
    const spared = start > liveFrom - HOUR_MS && start < liveFrom + 3 * HOUR_MS;
    const result = stalls && !spared ? start : undefined;
    if (known.size >= 1_024) known.clear();
    known.set(key, result);
    return result;
  };
  const share = CATCH_UP_MS / (STALL_MS + CATCH_UP_MS);
  return {
    arrival(platform, sent) {
      const start = faults.stalls ? startOn(platform, Math.floor(sent / DAY_MS)) : undefined;
      const into = start === undefined ? -1 : sent - start;
      if (start === undefined || into < 0 || into >= STALL_MS + CATCH_UP_MS) return sent;
      return start + STALL_MS + Math.floor(into * share);
    },
    arrivedBefore(platform, at) {
      const start = faults.stalls ? startOn(platform, Math.floor(at / DAY_MS)) : undefined;
      const into = start === undefined ? -1 : at - start;
      if (start === undefined || into < 0 || into >= STALL_MS + CATCH_UP_MS) return at;
      return start + Math.floor(Math.max(0, into - STALL_MS) / share);
    },
  };
}
