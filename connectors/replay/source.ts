import { rm } from 'node:fs/promises';

import { TidelineError } from '../../runtime/errors.ts';
import type { Source } from '../connector.ts';
import type { BatchReader } from './batches.ts';
import type { Entry } from './entries.ts';
import { openEntries, sortedPath } from './opening.ts';
import type { ReplayCursor, ReplayDeps, ReplayOptions, ReplayProgress } from './options.ts';
import { pacer } from './pace.ts';
import { takePage } from './page.ts';

/**
 * Replays a recorded file: NDJSON, CSV or TSV, gzip or not, in constant memory. The cursor resumes exactly, also in another
 * process. Beyond the Source contract, `read` throws FILE_UNREADABLE (what cannot be read now will not be later: do not retry),
 * REPLAY_CHANGED (the cursor does not fit the file or order), DISK_FULL and DIRECTORY_READONLY (sorting).
 */
export interface ReplaySource extends Source<ReplayCursor> {
  progress(): ReplayProgress;
  /** Lets go of the file; a later `read` opens it again. */
  close(): Promise<void>;
  /** Closes, and deletes the sorted copy: for when the last cursor is stored. */
  discard(): Promise<void>;
}

export function replaySource(options: ReplayOptions, deps: ReplayDeps): ReplaySource {
  refuseUnusable(options);
  const limits = { pageItems: options.pageItems ?? 2_000, pageBytes: options.pageBytes ?? 4_194_304 };
  const dueAt = pacer(options.speed);
  let progress: ReplayProgress = {
    phase: options.order === 'time' ? 'sorting' : 'reading',
    doneBytes: 0,
    totalBytes: 0,
  };
  let reader: BatchReader<Entry> | undefined;
  let at = 0;

  const close = async (): Promise<void> => {
    const closing = reader;
    reader = undefined;
    await closing?.close();
  };

  /** The reader at the cursor's offset. When that is not where the last page ended, the page was not stored. */
  const readerAt = async (offset: number, signal: AbortSignal): Promise<BatchReader<Entry>> => {
    if (reader !== undefined && at === offset) return reader;
    await close();
    reader = await openEntries(options, deps, offset, signal, (now) => (progress = now));
    return reader;
  };

  return {
    id: options.id,
    async read(after, signal) {
      signal.throwIfAborted();
      const start = startOf(after, options);
      try {
        const entries = await readerAt(start.offset, signal);
        const page = await takePage(entries, start, limits, dueAt, deps.clock.now());
        at = page.cursor.offset;
        return page;
      } catch (error) {
        // A reader that threw stands nowhere; the next call opens another.
        await close();
        throw error;
      }
    },
    progress: () => progress,
    close,
    async discard() {
      await close();
      await rm(sortedPath(options), { force: true });
    },
  };
}

function refuseUnusable({ speed }: ReplayOptions): void {
  if (speed !== 'max' && !(speed > 0 && speed < Infinity)) {
    throw new TidelineError('USAGE', `--speed ${speed} is not possible: it is max, or a number above 0 such as 60`);
  }
}

function startOf(after: ReplayCursor | undefined, { order, id }: ReplayOptions): ReplayCursor {
  if (after === undefined) return { order, offset: 0, lines: 0, maxTime: 0 };
  if (after.order === order) return after;
  const message = `${id} was begun with --order ${after.order}; go on with it, or replay into another --timeline`;
  throw new TidelineError('REPLAY_CHANGED', message);
}
