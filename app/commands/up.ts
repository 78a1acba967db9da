import { join } from 'node:path';
import { loadConfig } from '../config/load.ts';
import type { CommandIo } from '../io.ts';
import type { CommonOptions } from '../options.ts';
import { startAll } from '../roles/all.ts';
import { replayInto } from './replay.ts';

/** The stream that comes with Tideline: texts of ours about three invented brands. */
const FIRST_LIGHT = join(import.meta.dirname, '..', '..', 'connectors', 'replay', 'first-light');

/** Engine and store until a signal; an empty directory first gets the shipped stream. */
export async function up(options: CommonOptions, io: CommandIo): Promise<number> {
  const config = loadConfig(options, io);
  const running = await startAll('up', options, config, io);
  try {
    const { timelines } = running.room.engine;
    if (timelines.all().length === 0 || timelines.all().every(({ name }) => name === 'first-light')) {
      const shipped = loadConfig({ config: join(FIRST_LIGHT, 'first-light.yaml') }, { cwd: io.cwd, env: {} });
      const file = join(FIRST_LIGHT, 'first-light.ndjson.gz');
      const mapping = join(FIRST_LIGHT, 'first-light.mapping.yaml');
      if (!(await finished(running))) {
        io.stderr.write('Nothing is connected yet: replaying the stream that comes with Tideline.\n');
        await replayInto(
          running,
          { ...options, file, mapping, speed: 'max', order: 'time', again: false, usually: config.partitions },
          shipped.watches,
          io,
        );
      }
    }
    io.stderr.write(`\nReady at ${running.store.url} (see \`npx tideline sql\`); Ctrl-C stops.\n`);
    await Promise.race([running.room.failed, aborted(io.signal)]);
    return 0;
  } finally {
    await running.stop();
  }
}

async function finished({ room }: Awaited<ReturnType<typeof startAll>>): Promise<boolean> {
  const { decodeFeed } = await import('../../ingest/feed.ts');
  const { feederName } = await import('../../ingest/runner.ts');
  const { meta } = await room.engine.store.restore(feederName('main', 'first-light', 'replay:first-light'));
  return decodeFeed(meta).done;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
