import { basename, join, resolve } from 'node:path';
import { BRANDS } from '../../connectors/world/brands.ts';
import { fileNameOf, writeWorld } from '../../connectors/world/files/write-world.ts';
import type { WorldOptions } from '../../connectors/world/options.ts';
import { PLATFORMS } from '../../connectors/world/platforms.ts';
import { world } from '../../connectors/world/world.ts';
import { messageOf, TidelineError } from '../../runtime/errors.ts';
import { slugOf } from '../../schemas/ids.ts';
import { DAY_MS, type Instant } from '../../schemas/instants.ts';
import { print, type CommandIo } from '../io.ts';
import { dataOption, quoted, type CommonOptions } from '../options.ts';
import { progress } from '../progress.ts';

export interface WorldCommandOptions extends CommonOptions {
  readonly dir: string;
  readonly seed: number;
  readonly days: number;
  readonly start: Instant;
  readonly platforms: number;
  readonly accounts: number;
  /** Mean mentions an hour of every brand; undefined: its own. */
  readonly perHour?: number;
  readonly scenario: 'demo' | 'quiet';
}

/** A finite world as files, to replay and to compare with its truth. What it prints is what must come out. */
export async function writeWorldFiles(options: WorldCommandOptions, io: CommandIo): Promise<number> {
  const { start, days, quiet } = options;
  const directory = resolve(io.cwd, options.dir);
  const bar = progress({ label: `writing ${options.dir}`, unit: 'lines', quiet }, io);
  const onProgress = ({ at, lines }: { at: Instant; lines: number }): void =>
    bar.update({ done: at - start, total: days * DAY_MS, count: lines });
  const deps = { signal: io.signal, onProgress };
  const { kinds } = await writeWorld(directory, world(worldOptions(options)), deps).catch((error: unknown) => {
    throw unwritable(directory, error);
  });
  bar.end();
  const counted = Object.entries(kinds).map(
    ([kind, { lines, dead, repeated, late, counted: rest }]) =>
      `${kind.padEnd(9)} ${lines} = ${dead} dead + ${repeated} repeated + ${rest} counted + ${late} late\n`,
  );
  await print(io, counted.join(''));
  if (!quiet) io.stderr.write(`\n${nextCommand(directory, options)}\n`);
  return 0;
}

/** What goes wrong in it begins half-way: a demo's world has eight days of history, and most files are shorter. */
function worldOptions({
  seed,
  start,
  days,
  platforms,
  accounts,
  perHour,
  scenario,
}: WorldCommandOptions): WorldOptions {
  return {
    seed,
    start,
    days,
    liveFrom: start + (days / 2) * DAY_MS,
    platforms: PLATFORMS.slice(0, platforms),
    brands: BRANDS,
    accounts,
    scenario,
    ...(perHour !== undefined && { perHour }),
  };
}

function nextCommand(directory: string, { dir, data }: WorldCommandOptions): string {
  const path = join(dir, fileNameOf(PLATFORMS[0]?.name ?? '', 'mention'));
  const words = [`${path}.ndjson`, '--mapping', `${path}.mapping.yaml`, '--config', join(dir, 'tideline.yaml')];
  const into = [...words, '--order', 'file', '--timeline', slugOf(basename(directory))];
  return (
    'Read it (one process writes a data directory: stop `up` and `demo` there first, with Ctrl-C):\n' +
    `npx tideline replay ${into.map(quoted).join(' ')}${dataOption(data)}`
  );
}

function unwritable(directory: string, error: unknown): unknown {
  if (error instanceof TidelineError || !(error instanceof Error) || !('syscall' in error)) return error;
  const cause = { cause: error };
  if ('code' in error && error.code === 'ENOSPC')
    return new TidelineError('DISK_FULL', `The disk that holds ${directory} is full: free some space.`, cause);
  const advice = 'check its permissions, or name another directory';
  return new TidelineError(
    'DIRECTORY_READONLY',
    `${directory} cannot be written (${messageOf(error)}): ${advice}.`,
    cause,
  );
}
