import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Clock } from '../../runtime/time/clock.ts';
import type { Position, Step } from '../../schemas/live-mention.ts';
import type { MentionScore } from '../../schemas/results/mention-score.ts';
import type { LiveCounters } from './counters.ts';
import type { TimelineFeed } from './feed.ts';
import { firstOf } from './first-of.ts';
import { mentionShape } from './mention-shape.ts';
import { type MissReason, missReasonOf } from './miss.ts';
import { moved } from './position.ts';
import { readToken, writeToken } from './token.ts';

export interface StreamOptions {
  /** `id` of the last event that the client has. */
  readonly after: string | undefined;
  matches(mention: MentionScore): boolean;
}

export interface StreamDeps {
  readonly feed: TimelineFeed;
  readonly clock: Clock;
  readonly counters: Pick<LiveCounters, 'messages' | 'bytes'>;
}

const HEARTBEAT_MS = 15_000;
const RETRY_MS = 2_000;

/**
 * Mentions as server-sent events, every one of them, until the signal aborts. The log is the buffer: a client that reads slowly gets
 * them later, and delays nobody; when the log no longer keeps what he wants, he is told of the gap and goes on from now.
 */
export async function streamMentions(
  { after, matches }: StreamOptions,
  out: Writable,
  deps: StreamDeps,
  signal: AbortSignal,
): Promise<never> {
  const { feed } = deps;
  await write(`retry: ${RETRY_MS}\n\n`);
  let position = (after === undefined ? feed.end() : readToken(after, feed)) ?? (await leap('unknown'));
  for (;;) {
    const to = await beyond(position);
    try {
      for await (const step of feed.read(position, to, signal)) {
        await write(eventsOf(step));
        position = moved(position, step);
      }
    } catch (error) {
      position = await leap(missReasonOf(error));
    }
  }

  async function leap(reason: MissReason): Promise<Position> {
    const end = feed.end();
    await write(`id: ${writeToken(feed, end)}\nevent: gap\ndata: ${JSON.stringify({ reason })}\n\n`);
    return end;
  }

  /** While nothing comes, the client hears that we are here, and how far the log is. */
  async function beyond(from: Position): Promise<Position> {
    for (;;) {
      const silence = (over: AbortSignal) => deps.clock.sleep(HEARTBEAT_MS, over).then(() => undefined);
      const end = await firstOf((over) => [feed.beyond(from, over), silence(over)], signal);
      if (end !== undefined) return end;
      await write(`: still here\nid: ${writeToken(feed, from)}\n\n`);
    }
  }

  function eventsOf({ partition, mentions }: Step): string {
    const found = mentions.filter(({ value }) => matches(value));
    deps.counters.messages += found.length;
    return found
      .map(({ value, after: place }) => {
        const id = writeToken(feed, moved(position, { partition, after: place }));
        return `id: ${id}\nevent: mention\ndata: ${JSON.stringify(mentionShape(value))}\n\n`;
      })
      .join('');
  }

  async function write(text: string): Promise<void> {
    signal.throwIfAborted();
    if (text === '') return;
    deps.counters.bytes += Buffer.byteLength(text);
    if (!out.write(text)) await once(out, 'drain', { signal });
  }
}
