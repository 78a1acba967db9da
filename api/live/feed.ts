import type { Position, Step } from '../../schemas/live-mention.ts';

/**
 * The mentions of one timeline as the log has them, and how far the store has come. Asked by the hub alone: `read` and `beyond` by one
 * reader for all viewers, and by each resume and each stream of its own.
 */
export interface TimelineFeed {
  readonly timeline: string;
  /** Other in every log and every generation: a position of another epoch means nothing here. */
  readonly epoch: string;
  end(): Position;
  /** Resolves with the end once it is beyond the position; rejects with the signal's reason. */
  beyond(position: Position, signal: AbortSignal): Promise<Position>;
  /**
   * What lies between, each mention once. Throws a TidelineError: LOG_TRIMMED where the log no longer keeps it, LOG_GAP where the
   * position's names are not those of this log (or the log is broken).
   */
  read(from: Position, to: Position, signal: AbortSignal): AsyncIterable<Step>;
  /** The store has every mention before. */
  stored(): Position;
  /** Grows with every row of the timeline that is stored. */
  rows(): readonly number[];
  rowsBeyond(rows: readonly number[], signal: AbortSignal): Promise<readonly number[]>;
}

/** What the composition root fills in out of the log. */
export interface MentionFeed {
  /** By name, or the newest; undefined where there is none. The same object each time. */
  timeline(name: string | undefined): TimelineFeed | undefined;
}
