import { MINUTE_MS, type Instant } from '../../schemas/instants.ts';
import { authorOf, drawAuthor, type Author } from './authors.ts';
import type { ClassShares } from './brands.ts';
import type { WorldEvent } from './event.ts';
import { LATE_REACH_MS, LATE_SHARE, PROMPT_REACH_MS, type Journey, type Journeys, type Pace } from './journey.ts';
import { mentionLine } from './lines.ts';
import type { Settings } from './options.ts';
import type { Pending } from './pending.ts';
import type { Producer, Scheduled } from './producer.ts';
import { DRAW, randomOf, weighted, type Random } from './random.ts';
import { compose, type Sentiment } from './texts/compose.ts';
import { wavesOf, type Wave } from './waves.ts';
import { rendered } from './rendered.ts';

const PACES: readonly Pace[] = ['prompt', 'late'];
/** Of all texts of a wave, as long as enough of them are negative. */
const SARCASM = 0.05;
/** UInt32, what a row's reach holds; nobody is followed by more. */
const MOST_FOLLOWERS = 400_000_000;

/**
 * Texts about brands. Each wave is two Poisson processes per minute, of those that arrive within 5 min and of the others, which
 * together are one (superposition): the late ones of three days can be made without the 98 % that were not.
 * Keys: unit = 2 × wave + pace, period = minute.
 */
export function mentionProducer(settings: Settings, journey: Journeys): Producer {
  const waves = wavesOf(settings);
  const drawPlatform = weighted([...settings.platforms.keys()], (index) => settings.platforms[index]?.share ?? 0);

  const travel = (wave: Wave, item: Omit<Scheduled, 'at' | 'copy'>): { platform: number; journey: Journey } => {
    const random = randomOf(settings.seed, DRAW.mention, item.unit, item.period, item.index);
    const time = item.period * MINUTE_MS + random.below(MINUTE_MS);
    const drawn = drawPlatform(random);
    const platform = wave.platform ?? drawn;
    const pace = wave.reachFactor > 1 ? 'prompt' : (PACES[item.unit % 2] ?? 'prompt');
    return { platform, journey: journey(random, time, platform, pace, true) };
  };

  const schedulePaces = (minute: Instant, paces: readonly number[], push: (item: Scheduled) => void): void => {
    const period = minute / MINUTE_MS;
    for (const [number, wave] of waves.entries()) {
      const mean = wave.meanAt(minute);
      if (mean === 0) continue;
      for (const pace of paces) {
        const unit = 2 * number + pace;
        const count = countOf(settings.seed, wave, mean, unit, period);
        for (let index = 0; index < count; index++) {
          const { arrivals } = travel(wave, { unit, period, index }).journey;
          for (const [copy, at] of arrivals.entries()) push({ at, unit, period, index, copy });
        }
      }
    }
  };

  return {
    schedule: (minute, push) => schedulePaces(minute, [0, 1], push),
    scheduleLate: (minute, push) => schedulePaces(minute, [1], push),
    promptMs: MINUTE_MS + PROMPT_REACH_MS,
    reachMs: MINUTE_MS + LATE_REACH_MS,
    event(item) {
      const wave = waves[item.unit >> 1];
      if (wave === undefined) throw new Error(`no wave of unit ${item.unit}`);
      return mentionOf(settings, wave, item, travel(wave, item));
    },
  };
}

function countOf(seed: number, wave: Wave, mean: number, unit: number, period: number): number {
  if (wave.reachFactor > 1) return unit % 2 === 0 ? mean : 0;
  const share = unit % 2 === 0 ? 1 - LATE_SHARE : LATE_SHARE;
  return randomOf(seed, DRAW.count, unit, period).poisson(mean * share);
}

function mentionOf(
  settings: Settings,
  wave: Wave,
  item: Pending,
  { platform, journey }: { platform: number; journey: Journey },
): WorldEvent {
  const { unit, period, index, copy } = item;
  // Another stream than the journey's, so that what was said does not depend on how it travelled.
  const random = randomOf(settings.seed, DRAW.mention, unit, period, index, 1);
  const number = drawAuthor(random, settings.authors, wave.topic === undefined ? 2 : 1.4);
  const author = authorOf(settings.seed, platform, number);
  const sentiment = drawClass(random, wave.shares);
  const sarcastic = random.chance(SARCASM / Math.max(SARCASM, wave.shares.negative)) && sentiment === 'negative';
  const text = compose(random, { brand: wave.brand, sentiment, sarcastic, style: author.style, topic: wave.topic });
  const extra = random.below(1 + Math.ceil(author.followers / 50));
  const reach = followersOf(author, wave) + (copy === 1 && journey.changed ? 1 + extra : 0);
  const name = settings.platforms[platform]?.name ?? '';
  const id = `${period}${String(unit).padStart(3, '0')}${String(index).padStart(6, '0')}`;
  const { handle, style } = author;
  const line = mentionLine({
    id,
    text,
    written: journey.written,
    lang: style.language,
    handle,
    followers: reach,
    platform: name,
  });
  return rendered(item, journey, line, name, id, {
    kind: 'mention',
    brand: wave.brand.name,
    author: handle,
    sentiment,
    sarcastic: sarcastic && style.language === 'en',
    reach,
    crisis: wave.crisis,
  });
}

function followersOf({ followers }: Author, { reachFactor }: Wave): number {
  return Math.min(MOST_FOLLOWERS, Math.max(followers, reachFactor > 1 ? 180 : 0) * reachFactor);
}

function drawClass(random: Random, shares: ClassShares): Sentiment {
  const share = random.next();
  if (share < shares.negative) return 'negative';
  return share < shares.negative + shares.positive ? 'positive' : 'neutral';
}
