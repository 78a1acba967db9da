import { join } from 'node:path';
import { decodeFeed } from '../../ingest/feed.ts';
import { feederName } from '../../ingest/runner.ts';
import { MAIN_WORKSPACE } from '../../schemas/ids.ts';
import { loadConfig } from '../config/load.ts';
import type { CommandIo } from '../io.ts';
import { dataOption, type CommonOptions } from '../options.ts';
import { startAll, type Running } from '../roles/all.ts';
import { replaySourceId, unfinishedLine, unfinishedReplays } from '../unfinished.ts';
import { replayInto } from './replay.ts';

/** The stream that comes with Tideline: texts of ours about three invented brands. */
const FIRST_LIGHT = join(import.meta.dirname, '..', '..', 'connectors', 'replay', 'first-light');
const TIMELINE = 'first-light';

/** Engine and store until a signal; an empty directory first gets the shipped stream. */
export async function up(options: CommonOptions, io: CommandIo): Promise<number> {
  const config = loadConfig(options, io);
  const running = await startAll('up', options, config, io);
  try {
    if (await wantsFirstLight(running)) {
      if (config.watches.length > 0) io.stderr.write(`${ownWatches(options.data)}\n`);
      else await showFirstLight(running, options, config.partitions, io);
    }
    await tellUnfinished(running, io);
    io.stderr.write(
      `\nReady at ${running.store.url} (see \`npx tideline sql${dataOption(options.data)}\`); Ctrl-C stops.\n`,
    );
    await Promise.race([running.room.failed, aborted(io.signal)]);
    return 0;
  } finally {
    await running.stop();
  }
}

/** Texts of ours among somebody's own timelines would answer no question of theirs. */
function ownWatches(data: string): string {
  return (
    'Watches are configured, so the stream that comes with Tideline is left out; nothing is connected yet: stop this and read a ' +
    `recorded file with \`npx tideline replay FILE --mapping M.yaml${dataOption(data)}\`.`
  );
}

async function showFirstLight(running: Running, options: CommonOptions, usually: number, io: CommandIo): Promise<void> {
  io.stderr.write('Nothing is connected yet: replaying the stream that comes with Tideline.\n');
  const shipped = loadConfig({ config: join(FIRST_LIGHT, 'first-light.yaml') }, { cwd: io.cwd, env: {} });
  const file = join(FIRST_LIGHT, 'first-light.ndjson.gz');
  const mapping = join(FIRST_LIGHT, 'first-light.mapping.yaml');
  const resume = `npx tideline up${dataOption(options.data)}`;
  await replayInto(
    running,
    { ...options, file, mapping, speed: 'max', order: 'time', again: false, usually, resume },
    shipped.watches,
    io,
  );
}

/** Law 9: what stopped in the middle gives sums that look whole. */
async function tellUnfinished({ room }: Running, io: CommandIo): Promise<void> {
  const { timelines, store } = room.engine;
  const places = timelines.all().map(({ workspace, name }) => ({ workspace, timeline: name }));
  const found = await unfinishedReplays(places, async (task) => (await store.restore(task)).meta);
  for (const one of found) io.stderr.write(`Unfinished: ${unfinishedLine(one)}\n`);
}

/** The directory holds nothing of anybody's yet, and the shipped stream is not there as a whole. */
async function wantsFirstLight({ room }: Running): Promise<boolean> {
  const { timelines, store } = room.engine;
  if (timelines.all().some(({ name }) => name !== TIMELINE)) return false;
  return !decodeFeed((await store.restore(feederName(MAIN_WORKSPACE, TIMELINE, replaySourceId(TIMELINE)))).meta).stored;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
