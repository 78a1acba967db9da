import type { Clock } from '../../runtime/time/clock.ts';
import type { Step } from '../../schemas/live-mention.ts';
import type { AskedMentions } from '../mention-filters.ts';
import type { ApiProblem } from '../problems.ts';
import type { Mention } from '../schemas/answers.ts';
import { catchUp } from './catch-up.ts';
import { failureOf, type Report } from './failure.ts';
import type { TimelineFeed } from './feed.ts';
import { createHarvest } from './harvest.ts';
import { mentionMatch } from './mention-match.ts';
import { mentionShape } from './mention-shape.ts';
import { newestMentions } from './newest.ts';
import { distance, moved, reaches } from './position.ts';
import { bodyOf, type Subscriber, type Topic } from './subscriber.ts';
import type { Tail } from './tail.ts';
import { writeToken } from './token.ts';

export interface MentionTopicDeps {
  readonly feed: TimelineFeed;
  readonly tail: Tail;
  readonly clock: Clock;
  /** The newest of the store, newest first; waits for a store that is away, rejects with what no waiting mends. */
  newest(count: number, signal: AbortSignal): Promise<readonly Mention[]>;
  readonly report: Report;
}

const SNAPSHOT = 20;
const EVERY_MS = 250;
/** What comes with the first one joins its delta. */
const LINGER_MS = 20;
/** Also who gets nothing learns how far the log is, so that his token does not grow old. */
const TOKEN_EVERY_MS = 15_000;
/** A store that is further behind is not waited for: the snapshot shows what it has. */
const TOO_FAR = 100_000;

/** New mentions of one filter: found, thinned and written once for all who want them. */
export function createMentionTopic(asked: AskedMentions, deps: MentionTopicDeps): Topic {
  const matches = mentionMatch(asked);
  const { feed, tail, clock } = deps;
  const stopping = new AbortController();
  const { signal } = stopping;
  const joining = new Set<Subscriber>();
  const live = new Set<Subscriber>();
  const harvest = createHarvest(SNAPSHOT);
  const newest = newestMentions(SNAPSHOT);
  const unlisten = tail.listen({ step, lost: failAll });
  const begin = tail.position();
  let read = begin;
  let sent = begin;
  let sentAt = clock.now();
  let toldAt = sentAt;
  let isDue = false;
  let seeding: Promise<void> | undefined;
  let snapshot: Buffer | undefined;

  function step(one: Step): void {
    read = moved(read, one);
    harvest.add(one.mentions.map(({ value }) => value).filter(matches));
    if (isDue) return;
    isDue = true;
    clock.sleep(Math.max(LINGER_MS, sentAt + EVERY_MS - clock.now()), signal).then(send, () => undefined);
  }

  function send(): void {
    const now = clock.now();
    const { delta, newest: young } = harvest.take(now - sentAt);
    isDue = false;
    sent = read;
    sentAt = now;
    snapshot = undefined;
    newest.add(young);
    if (delta.of === 0 && now - toldAt < TOKEN_EVERY_MS) return;
    toldAt = now;
    const body = bodyOf(writeToken(feed, sent), delta);
    for (const subscriber of live) subscriber.deliver('delta', body);
  }

  /** The store's newest, and what it had not yet got when this topic began. From there on the tail adds. */
  async function seed(): Promise<void> {
    const stored = feed.stored();
    newest.add(await deps.newest(SNAPSHOT, signal));
    const seen = feed.end();
    if (distance(stored, begin) <= TOO_FAR) {
      for await (const { mentions } of feed.read(stored, begin, signal))
        newest.add(mentions.filter(({ value }) => matches(value)).map(({ value }) => mentionShape(value)));
    }
    // The store may have shown what the tail is yet to read: sent again, it would be there twice.
    while (!reaches(sent, seen)) await sending();
  }

  async function sending(): Promise<void> {
    await clock.sleep(LINGER_MS, signal);
  }

  async function admit(subscriber: Subscriber, resume: string | undefined): Promise<void> {
    if (resume !== undefined) {
      const arrived = (): void => goLive(subscriber);
      const missed = await catchUp(resume, { feed, subscriber, matches, sent: () => sent, sending, arrived, signal });
      if (missed === undefined) return;
      subscriber.miss(missed);
    }
    await (seeding ??= seed());
    if (!joining.has(subscriber)) return;
    snapshot ??= bodyOf(writeToken(feed, sent), { items: newest.all() });
    subscriber.deliver('snapshot', snapshot);
    goLive(subscriber);
  }

  function goLive(subscriber: Subscriber): void {
    if (joining.delete(subscriber)) live.add(subscriber);
  }

  function failAll(problem: ApiProblem): void {
    for (const subscriber of [...joining, ...live]) subscriber.fail(problem);
  }

  return {
    join(subscriber, resume) {
      joining.add(subscriber);
      admit(subscriber, resume).catch((error: unknown) => {
        seeding = undefined;
        if (joining.delete(subscriber) && !signal.aborted) subscriber.fail(failureOf(error, deps.report));
      });
    },
    leave(subscriber) {
      joining.delete(subscriber);
      live.delete(subscriber);
    },
    stop() {
      unlisten();
      stopping.abort(new Error('nobody is subscribed'));
    },
  };
}
