import { basename } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { ReplaySource } from '../connectors/replay/source.ts';
import { mappingName, WATCHES } from '../ingest/normalise/fold.ts';
import { mappingId, mappingRecord } from '../ingest/normalise/mapping-record.ts';
import { normalise } from '../ingest/normalise/pipeline.ts';
import { watchSetRecord } from '../ingest/normalise/watch-record.ts';
import { runSource } from '../ingest/runner.ts';
import { sharedFold } from '../runtime/task/shared-fold.ts';
import { taskName } from '../runtime/task/task.ts';
import { decode, encode } from '../schemas/bytes.ts';
import type { Mapping } from '../schemas/mapping.ts';
import type { Watch } from '../schemas/watch.ts';
import type { ReplayCommandOptions } from './commands/replay.ts';
import type { CommandIo } from './io.ts';
import { progress } from './progress.ts';
import type { Running } from './roles/all.ts';

export interface FeedPlace {
  readonly workspace: string;
  readonly timeline: string;
  readonly partitions: number;
}

/**
 * Carries a source into its timeline, with progress, until every row of it is stored. `linesBefore`: read by earlier runs.
 */
export async function feedTimeline(
  { room }: Running,
  place: FeedPlace,
  source: ReplaySource,
  mapping: Mapping,
  watches: readonly Watch[],
  options: Pick<ReplayCommandOptions, 'file' | 'quiet' | 'speed'> & { linesBefore: number },
  io: CommandIo,
): Promise<void> {
  const bar = progress({ label: `replaying ${basename(options.file)}`, unit: 'lines', quiet: options.quiet }, io);
  const name = mappingId(mapping);
  const shared = [
    await watchesRecord(room, place, watches),
    { name: mappingName(name), value: encode(mappingRecord, mapping) },
  ];
  const signal = AbortSignal.any([io.signal, room.signal]);
  let lines = options.linesBefore;
  const show = (): void => {
    const { doneBytes, totalBytes } = source.progress();
    bar.update({ done: doneBytes, total: totalBytes, count: lines - options.linesBefore });
  };
  const ended = new AbortController();
  const showing = showUntil(show, AbortSignal.any([signal, ended.signal]), io);
  try {
    await runSource(
      { ...place, source, mapping: name, shared, live: options.speed !== 'max' },
      {
        store: room.engine.store,
        clock: io.clock,
        onPage: (page) => (lines = page.lines),
        onFailure: (id, reason, retryMs) => io.stderr.write(`${id}: ${reason}; trying again in ${retryMs / 1000} s\n`),
        room: (stop) =>
          room.room(stop, (readers) => io.stderr.write(`The log is full: intake waits for ${readers.join(', ')}\n`)),
      },
      signal,
    );
    await room.drained(signal);
    show();
  } finally {
    ended.abort(new Error('done'));
    await showing;
    bar.end();
    await source.close();
  }
}

/**
 * The watches as a broadcast record: of the next version when they differ from those the timeline has taken up. Sent at every run,
 * since others may wait in intake that nobody has read yet.
 */
async function watchesRecord(
  { engine }: Running['room'],
  place: FeedPlace,
  watches: readonly Watch[],
): Promise<{ name: string; value: Uint8Array }> {
  const task = taskName(normalise.name, { ...place, generation: 1, partition: 0 });
  const stored = (await engine.store.restore(task)).state.get(sharedFold.name, WATCHES);
  const known =
    stored === undefined ? undefined : decode(watchSetRecord, decode(sharedFold.state, stored.value) as Uint8Array);
  const next = { version: (known?.version ?? 0) + 1, watches };
  const same = isDeepStrictEqual(known?.watches, decode(watchSetRecord, encode(watchSetRecord, next)).watches);
  return { name: WATCHES, value: encode(watchSetRecord, same && known !== undefined ? known : next) };
}

const SHOW_EVERY_MS = 200;

/** Sorting and storing have no pages to count, and somebody is waiting. */
async function showUntil(show: () => void, signal: AbortSignal, { clock }: CommandIo): Promise<void> {
  while (!signal.aborted) {
    show();
    await clock.sleep(SHOW_EVERY_MS, signal).catch(() => undefined);
  }
}
