import type { Log, Partition } from '../../runtime/log/log.ts';
import type { Position, Step } from '../../schemas/live-mention.ts';
import { mentionScores } from '../../schemas/streams.ts';
import { chunkRing } from './chunk-ring.ts';
import { watchGrowth, type GrowthDeps } from './growth.ts';
import { readSteps } from './read-steps.ts';

export interface TimelineOptions {
  readonly workspace: string;
  readonly timeline: string;
  readonly generation: number;
  readonly partitions: number;
  /** When it was made: tells it from one of the same name in another log. */
  readonly created: number;
  /** Tasks of the sinks whose rows the mentions become, by partition. */
  readonly mentionSinks: readonly string[];
  /** Of every sink of the timeline. */
  readonly sinks: readonly string[];
}

export interface FeedDeps extends GrowthDeps {
  readonly log: Pick<Log, 'read'>;
  ends(partitions: readonly Partition[]): number[];
  /** The positions of tasks. */
  positions(tasks: readonly string[]): number[];
}

/** A look costs tens of microseconds; viewers see no difference. */
const LOOK_EVERY_MS = 20;
/** Rows are asked for once a second at most. */
const LOOK_AT_ROWS_EVERY_MS = 100;
/** A few seconds of a busy log, some 10 MB. */
const RING_RECORDS = 20_000;

/** The mentions of one timeline out of the log, for as many readers as want them, and how far the store has come. */
export function createTimelineFeed(options: TimelineOptions, deps: FeedDeps) {
  const { workspace, timeline, generation, created, mentionSinks, sinks } = options;
  const place = { workspace, timeline, stream: mentionScores, generation };
  const partitions = Array.from({ length: options.partitions }, (_, partition) => ({ ...place, partition }));
  const chunkOf = chunkRing(RING_RECORDS);
  const ends = watchGrowth(() => deps.ends(partitions), LOOK_EVERY_MS, deps);
  const rows = watchGrowth(() => deps.positions(sinks), LOOK_AT_ROWS_EVERY_MS, deps);

  return {
    timeline,
    epoch: `${generation}.${created}`,
    end: (): Position => unread(ends.now()),

    /** Resolves with the log's end once it is beyond the position. */
    beyond: async (position: Position, signal: AbortSignal): Promise<Position> =>
      unread(
        await ends.beyond(
          position.map(({ next }) => next),
          signal,
        ),
      ),

    read: (from: Position, to: Position, signal: AbortSignal): AsyncGenerator<Step> =>
      readSteps(from, to, { log: deps.log, partitions, chunkOf }, signal),

    /** The store has every mention before. */
    stored: (): Position => unread(deps.positions(mentionSinks)),

    /** Grows with every row of the timeline that is stored. */
    rows: (): readonly number[] => rows.now(),
    rowsBeyond: rows.beyond,
  };
}

export type TimelineFeed = ReturnType<typeof createTimelineFeed>;

function unread(offsets: readonly number[]): Position {
  return offsets.map((next) => ({ next, last: undefined }));
}
