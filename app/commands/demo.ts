import { resolveConfig } from '../config/load.ts';
import type { DemoWish } from '../demo/begun.ts';
import { runDemo } from '../demo/run-demo.ts';
import type { CommandIo } from '../io.ts';
import type { CommonOptions } from '../options.ts';
import { startAll } from '../roles/all.ts';

export interface DemoOptions extends CommonOptions, DemoWish {
  /** Of the page and the API; undefined: as the settings say. */
  readonly port?: number | undefined;
}

/** The demo, also beside somebody's own timelines. */
export async function demo(options: DemoOptions, io: CommandIo): Promise<number> {
  const resolved = resolveConfig(options, io);
  const running = await startAll('demo', { ...options, waitsWhenFull: true }, resolved.config, io);
  try {
    await runDemo(running, resolved, options, io);
  } finally {
    await running.stop();
  }
  if (!options.quiet) io.stderr.write('\nStopped; the same command goes on.\n');
  return 0;
}
