import type { Instant } from '../schemas/instants.ts';

/** One item as its platform sent it, with what the reader could see without understanding it. */
export interface RawItem {
  /** The platform's id, or '' when none could be found. Copies of one item share it and so travel in order. */
  readonly id: string;
  /** When it was published; undefined when that could not be read (normalise will say why in its dead letter). */
  readonly eventTime: Instant | undefined;
  /** Where it stood, for people: `file:byte offset`, a URL, a cursor. */
  readonly origin: string;
  /** Bytes of the original; larger than `raw.length` when only its beginning is kept. */
  readonly size: number;
  readonly raw: Uint8Array;
  /** Name of the broadcast mapping it is read with; undefined: the source's. */
  readonly mapping?: string;
}

export interface Page<Cursor> {
  readonly items: readonly RawItem[];
  /** Where to go on; stored in the same commit as the items, so a crash reads at most one page twice. */
  readonly cursor: Cursor;
  /**
   * Everything published before this instant has been handed over; 0: nobody knows what was not. At the end of a source the runner
   * makes coverage of it.
   */
  readonly coveredUntil: Instant;
  /** Wall time before which another read is of no use. */
  readonly nextAt: Instant;
  /** Nothing will ever follow (a recorded file was read to its end). */
  readonly done: boolean;
}

/**
 * A reader of one place. The runner calls `read` again and again, one call at a time, with the cursor of the last stored page
 * (undefined at the very first), and stores items and cursor together before the next call. A throw means that the place could
 * not be read now: the runner tells the health page, backs off and calls again with the same cursor; other sources go on.
 * Items are never judged here: what cannot be understood is handed on raw.
 */
export interface Source<Cursor> {
  /** Unique and stable, e.g. `replay:airline_dev`: names its cursor. */
  readonly id: string;
  read(after: Cursor | undefined, signal: AbortSignal): Promise<Page<Cursor>>;
}
