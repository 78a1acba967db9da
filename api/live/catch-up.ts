import type { Position } from '../../schemas/live-mention.ts';
import type { MentionScore } from '../../schemas/results/mention-score.ts';
import type { TimelineFeed } from './feed.ts';
import { createHarvest } from './harvest.ts';
import { type MissReason, missReasonOf } from './miss.ts';
import { distance, isSame, moved, reaches } from './position.ts';
import { bodyOf, type Subscriber } from './subscriber.ts';
import { readToken, writeToken } from './token.ts';

/** A delta of the way. */
const PIECE = 200;
/** Records to read for one viewer. */
const TOO_FAR = 100_000;

export interface CatchUp {
  readonly feed: TimelineFeed;
  readonly subscriber: Subscriber;
  matches(mention: MentionScore): boolean;
  /** Up to where the others have got it. */
  sent(): Position;
  /** Waits until they have got more. */
  sending(): Promise<void>;
  /** Called when he has what they have, in the same moment: from here on he gets what they get. */
  arrived(): void;
  readonly signal: AbortSignal;
}

/**
 * Sends what followed the token until the subscriber has what the others have. As fast as he takes it: who is slow keeps nobody
 * waiting. Returns why it is impossible, before anything was sent or in the middle.
 */
export async function catchUp(token: string, way: CatchUp): Promise<MissReason | undefined> {
  const { feed, sent, sending } = way;
  const from = readToken(token, feed);
  if (from === undefined) return 'unknown';
  if (distance(from, feed.end()) > TOO_FAR) return 'too-far';
  while (!reaches(sent(), from)) await sending();
  try {
    await follow(from, way);
    return undefined;
  } catch (error) {
    return missReasonOf(error);
  }
}

async function follow(from: Position, { feed, subscriber, matches, sent, arrived, signal }: CatchUp): Promise<void> {
  const harvest = createHarvest(0);
  let at = from;
  let span = received();
  const flush = (): Promise<void> => {
    const { delta } = harvest.take(span.ms());
    span = received();
    subscriber.deliver('delta', bodyOf(writeToken(feed, at), delta));
    return subscriber.ready();
  };
  do {
    for await (const step of feed.read(at, sent(), signal)) {
      at = moved(at, step);
      const found = step.mentions.map(({ value }) => value).filter(matches);
      harvest.add(found);
      span.add(found);
      if (harvest.size() >= PIECE) await flush();
    }
    await flush();
  } while (!isSame(at, sent()));
  arrived();
}

/** How long it took when it came. */
function received() {
  let [first, last] = [Infinity, -Infinity];
  return {
    add(mentions: readonly MentionScore[]): void {
      for (const { received: at } of mentions) [first, last] = [Math.min(first, at), Math.max(last, at)];
    },
    ms: (): number => Math.max(0, last - first),
  };
}
