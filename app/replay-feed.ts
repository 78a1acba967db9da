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
import { tellHeld } from './log-held.ts';
import { percent, progress, type ProgressState } from './progress.ts';
import { measured } from './replay-progress.ts';
import type { Running } from './roles/all.ts';
import { watchChanges } from './watch-changes.ts';

export interface FeedPlace {
  readonly workspace: string;
  readonly timeline: string;
  readonly partitions: number;
}

/**
 * Carries a source into its timeline, with progress, until every row of it is stored. `linesBefore`: read by earlier runs. Throws
 * LOG_FULL when dead letters fill the log.
 */
export async function feedTimeline(
  { room }: Running,
  place: FeedPlace,
  unmeasured: ReplaySource,
  mapping: Mapping,
  watches: readonly Watch[],
  options: Pick<ReplayCommandOptions, 'file' | 'quiet' | 'speed' | 'order' | 'data'> & { linesBefore: number },
  io: CommandIo,
): Promise<void> {
  const bar = progress({ label: `replaying ${basename(options.file)}`, unit: 'lines', quiet: options.quiet }, io);
  const name = mappingId(mapping);
  const shared = [
    await watchesRecord(room, place, watches, io),
    { name: mappingName(name), value: encode(mappingRecord, mapping) },
  ];
  const signal = AbortSignal.any([io.signal, room.signal]);
  const isPacked = options.order === 'file' && options.file.endsWith('.gz');
  const { source, stored, state } = measured(unmeasured, { isPacked, linesBefore: options.linesBefore });
  const show = (): void => bar.update(state());
  const ended = new AbortController();
  const showing = showUntil(show, AbortSignal.any([signal, ended.signal]), io);
  const held = tellHeld(io, options.data);
  try {
    await runSource(
      { ...place, source, mapping: name, shared, live: options.speed !== 'max' },
      {
        store: room.engine.store,
        clock: io.clock,
        onPage: ({ lines }) => stored(lines),
        onFailure: (id, reason, retryMs) => io.stderr.write(`${id}: ${reason}; trying again in ${retryMs / 1000} s\n`),
        room: (stop) => room.room(stop, held),
      },
      signal,
    );
    await room.drained(signal);
    show();
  } finally {
    ended.abort(new Error('done'));
    await showing;
    bar.end();
    if (io.signal.aborted && !options.quiet) io.stderr.write(`${stoppedAt(state())}; the same command goes on\n`);
    await source.close();
  }
}

function stoppedAt(state: ProgressState): string {
  if (state.doing !== undefined) return `stopped while ${state.doing}`;
  return `stopped at ${percent(state)} %`;
}

/**
 * The watches as a broadcast record: of the next version when they differ from those the timeline has taken up, which is said. Sent
 * at every run, since others may wait in intake that nobody has read yet.
 */
export async function watchesRecord(
  { engine }: Running['room'],
  place: FeedPlace,
  watches: readonly Watch[],
  io: CommandIo,
): Promise<{ name: string; value: Uint8Array }> {
  const task = taskName(normalise.name, { ...place, generation: 1, partition: 0 });
  const stored = (await engine.store.restore(task)).state.get(sharedFold.name, WATCHES);
  const known =
    stored === undefined ? undefined : decode(watchSetRecord, decode(sharedFold.state, stored.value) as Uint8Array);
  const wanted = { version: (known?.version ?? 0) + 1, watches };
  const next = decode(watchSetRecord, encode(watchSetRecord, wanted));
  if (known === undefined) return { name: WATCHES, value: encode(watchSetRecord, next) };
  for (const line of watchChanges(known.watches, next.watches, place.timeline)) io.stderr.write(`${line}\n`);
  const same = isDeepStrictEqual(known.watches, next.watches);
  return { name: WATCHES, value: encode(watchSetRecord, same ? known : next) };
}

const SHOW_EVERY_MS = 200;

/** Sorting and storing have no pages to count, and somebody is waiting. */
async function showUntil(show: () => void, signal: AbortSignal, { clock }: CommandIo): Promise<void> {
  while (!signal.aborted) {
    show();
    await clock.sleep(SHOW_EVERY_MS, signal).catch(() => undefined);
  }
}
