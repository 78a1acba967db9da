import { dirname } from 'node:path';
import { isoOf } from '../../schemas/instants.ts';
import { apiAccess } from '../api-access.ts';
import { resolveConfig, type Resolved } from '../config/load.ts';
import { demoTimelines } from '../demo/begun.ts';
import { runDemo } from '../demo/run-demo.ts';
import type { CommandIo } from '../io.ts';
import { dataOption, type CommonOptions } from '../options.ts';
import { startAll, type Running } from '../roles/all.ts';
import { startApi } from '../roles/api.ts';
import { watchesIn } from '../watches-in.ts';
import { unfinishedLine, unfinishedReplays } from '../unfinished.ts';

export interface UpOptions extends CommonOptions {
  /** Of the page and the API; undefined: as the settings say. */
  readonly port?: number | undefined;
}

/** Everything until a signal. Where there is nothing of anybody's, neither watches nor timelines, that is the demo. */
export async function up(options: UpOptions, io: CommandIo): Promise<number> {
  const resolved = resolveConfig(options, io);
  const running = await startAll('up', { ...options, waitsWhenFull: true }, resolved.config, io);
  try {
    const own = ownTimelines(running);
    if (resolved.config.watches.length > 0 || own.length > 0) await serveOwn(running, resolved, own, options, io);
    else await runDemo(running, resolved, options, io);
  } finally {
    await running.stop();
  }
  if (!options.quiet) io.stderr.write('\nStopped; the same command goes on.\n');
  return 0;
}

function ownTimelines({ room, workDirectory }: Running): string[] {
  const demos = demoTimelines(dirname(workDirectory));
  return room.engine.timelines
    .all()
    .map(({ name }) => name)
    .filter((name) => !demos.includes(name));
}

/** The page and the API over what is there; nothing is fed. */
async function serveOwn(
  running: Running,
  resolved: Resolved,
  own: readonly string[],
  { data }: UpOptions,
  io: CommandIo,
): Promise<void> {
  const since = isoOf(io.clock.now());
  const status = () => ({ state: 'idle', since, sources: [] });
  const home = own.at(-1);
  const facts = { status, watches: watchesIn(running), ...(home !== undefined && { home }) };
  const api = await startApi(running, apiAccess(resolved, io), facts, io);
  try {
    io.stderr.write(`${own.length === 0 ? nothingRead(data) : whatIsHere(own, data)}\n`);
    await tellUnfinished(running, io);
    io.stderr.write(`Ask it by SQL: npx tideline sql${dataOption(data)} "…"; Ctrl-C stops.\n\nReady at ${api.url}\n`);
    await Promise.race([running.room.failed, aborted(io.signal)]);
  } finally {
    await api.stop();
  }
}

/** Texts of ours among somebody's own would answer no question of theirs. */
function nothingRead(data: string): string {
  return (
    'Watches are configured and nothing is connected yet: stop this and read a recorded file with ' +
    `\`npx tideline replay FILE --mapping M.yaml${dataOption(data)}\`. The demo: \`npx tideline demo${dataOption(data)}\`.`
  );
}

function whatIsHere(own: readonly string[], data: string): string {
  const demo = `\`npx tideline demo${dataOption(data)}\``;
  return `Your own data (${own.join(', ')}), so the demo does not run: ${demo} runs it, on a timeline of its own.`;
}

/** Law 9: what stopped in the middle gives sums that look whole. */
async function tellUnfinished({ room }: Running, io: CommandIo): Promise<void> {
  const { timelines, store } = room.engine;
  const places = timelines.all().map(({ workspace, name }) => ({ workspace, timeline: name }));
  const found = await unfinishedReplays(places, async (task) => (await store.restore(task)).meta);
  for (const one of found) io.stderr.write(`Unfinished: ${unfinishedLine(one)}\n`);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
