import type { TimelineFeed } from '../../api/live/feed.ts';
import { reaches } from '../../api/live/position.ts';
import { TidelineError } from '../../runtime/errors.ts';
import type { Position, Step } from '../../schemas/live-mention.ts';
import type { MentionScore } from '../../schemas/results/mention-score.ts';

export function scored(id: string, more: Partial<MentionScore> = {}): MentionScore {
  const time = more.time ?? 1_000;
  return {
    watch: 'acme',
    platform: 'x',
    id,
    time,
    received: time,
    author: 'ann',
    url: '',
    lang: 'en',
    text: `mention ${id}`,
    reach: 1,
    class: 'neutral',
    positive: 0,
    neutral: 1,
    negative: 0,
    compound: 0,
    late: false,
    ...more,
  };
}

/** The feed of a timeline out of arrays, as the log gives it: a mention is a record, and a step is one. */
export function liveLog(partitions = 2) {
  const log: MentionScore[][] = Array.from({ length: partitions }, () => []);
  const waiting = new Set<() => void>();
  let rows = 0;
  let stored: Position = log.map(() => ({ next: 0, last: undefined }));
  let first = 0;

  const end = (): Position => log.map((records) => ({ next: records.length, last: undefined }));
  const wake = (): void => {
    for (const one of waiting) one();
  };

  async function until(isThere: () => boolean, signal: AbortSignal): Promise<void> {
    while (!isThere()) {
      signal.throwIfAborted();
      await new Promise<void>((resolve) => {
        const done = (): void => {
          waiting.delete(done);
          resolve();
        };
        waiting.add(done);
        signal.addEventListener('abort', done, { once: true });
      });
    }
    signal.throwIfAborted();
  }

  function stepOf(partition: number, at: number): Step {
    const value = log[partition]?.[at];
    if (value === undefined) throw new Error('read beyond the end');
    const after = { next: at + 1, last: { at, index: 0 } };
    return { partition, after, mentions: [{ after, value }] };
  }

  const feed: TimelineFeed = {
    timeline: 'live',
    epoch: '1.0',
    end,
    stored: () => stored,
    rows: () => [rows],
    async beyond(position, signal) {
      await until(() => !reaches(position, end()), signal);
      return end();
    },
    async rowsBeyond([known = 0], signal) {
      await until(() => rows > known, signal);
      return [rows];
    },
    async *read(from, to, signal) {
      for (const [partition, { next }] of to.entries()) {
        for (let at = from[partition]?.next ?? 0; at < next; at++) {
          if (at < first) throw new TidelineError('LOG_TRIMMED', 'gone');
          if (at % 8 === 0) await new Promise((resolve) => setImmediate(resolve));
          signal.throwIfAborted();
          yield stepOf(partition, at);
        }
      }
    },
  };

  return {
    feed,
    append(partition: number, ...mentions: readonly MentionScore[]): void {
      log[partition]?.push(...mentions);
      wake();
    },
    /** The store has all that the log has. */
    store(): void {
      stored = end();
      rows += 1;
      wake();
    },
    all: (): MentionScore[] => log.flat(),
    /** The log forgets all records before this offset. */
    trim(offset: number): void {
      first = offset;
    },
  };
}
