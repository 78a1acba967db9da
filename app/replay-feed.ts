import { basename } from 'node:path';
import type { ReplaySource } from '../connectors/replay/source.ts';
import { mappingName } from '../ingest/normalise/fold.ts';
import { mappingId, mappingRecord } from '../ingest/normalise/mapping-record.ts';
import { runSource } from '../ingest/runner.ts';
import type { Timeline } from '../runtime/log/embedded/timelines.ts';
import { encode } from '../schemas/bytes.ts';
import type { Mapping } from '../schemas/mapping.ts';
import type { Watch } from '../schemas/watch.ts';
import type { ReplayCommandOptions } from './commands/replay.ts';
import type { CommandIo } from './io.ts';
import { tellHeld } from './log-held.ts';
import { percent, progress, type ProgressState } from './progress.ts';
import { measured } from './replay-progress.ts';
import type { Running } from './roles/all.ts';
import { watchesRecord } from './watches-record.ts';

/**
 * Carries a source into its timeline, with progress, until every row of it is stored. `linesBefore`: read by earlier runs. Throws
 * LOG_FULL when dead letters fill the log.
 */
export async function feedTimeline(
  { room }: Running,
  timeline: Timeline,
  unmeasured: ReplaySource,
  mapping: Mapping,
  watches: readonly Watch[],
  options: Pick<ReplayCommandOptions, 'file' | 'quiet' | 'speed' | 'order' | 'data'> & { linesBefore: number },
  io: CommandIo,
): Promise<void> {
  const bar = progress({ label: `replaying ${basename(options.file)}`, unit: 'lines', quiet: options.quiet }, io);
  const name = mappingId(mapping);
  const shared = [
    await watchesRecord(room, timeline, watches, io),
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
      { ...timeline, timeline: timeline.name, source, mapping: name, shared, live: options.speed !== 'max' },
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

const SHOW_EVERY_MS = 200;

/** Sorting and storing have no pages to count, and somebody is waiting. */
async function showUntil(show: () => void, signal: AbortSignal, { clock }: CommandIo): Promise<void> {
  while (!signal.aborted) {
    show();
    await clock.sleep(SHOW_EVERY_MS, signal).catch(() => undefined);
  }
}
