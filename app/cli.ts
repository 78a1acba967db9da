import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { PLATFORMS } from '../connectors/world/platforms.ts';
import manifest from '../package.json' with { type: 'json' };
import type { CommandIo } from './io.ts';
import { viewsHelp } from './views.ts';
import { DEFAULT_CONFIG, DEFAULT_DATA, type CommonOptions } from './options.ts';

/** A command's body: its options merged with the common ones, and the exit code it ends with. */
type Body<Options> = (options: CommonOptions & Options, io: CommandIo) => Promise<number>;

/** Runs one command line. Resolves with the exit code: 2 for what commander refuses; a command's own errors are thrown. */
export async function run(argv: readonly string[], io: CommandIo): Promise<number> {
  let code = 0;
  const program = commandLine(io, (exitCode) => (code = exitCode));
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}

function commandLine(io: CommandIo, done: (exitCode: number) => void): Command {
  const program = new Command('tideline')
    .description('Real-time social signals, and the right moment to act on them.')
    .version(manifest.version)
    .option('--data <dir>', 'the data directory', DEFAULT_DATA)
    .option('--config <file>', `the configuration file (default: "${DEFAULT_CONFIG}", if there is one)`)
    .option('--quiet', 'no progress and no talk, only data and errors', false)
    .option('--no-color', 'no colours; NO_COLOR does the same')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'tideline: ')),
    })
    .exitOverride();

  /** Bodies are loaded when they run: `version` does not wait for the engine. */
  const runs = <Options>(load: () => Promise<Body<Options>>) =>
    async function action(this: Command): Promise<void> {
      const all = this.optsWithGlobals<CommonOptions & Options & { color: boolean }>();
      const body = await load();
      done(await body(withArguments(this, all), all.color ? io : { ...io, color: false }));
    };
  mainCommands(program, runs);
  worldCommands(program, runs);
  topicCommands(program, runs);
  configCommands(program, runs);
  return program;
}

type Runs = <Options>(load: () => Promise<Body<Options>>) => (this: Command) => Promise<void>;

/** Positional arguments by their name, beside the options. */
function withArguments<T extends object>(command: Command, options: T): T {
  const values: readonly unknown[] = command.processedArgs;
  const named = command.registeredArguments.map((argument, index): [string, unknown] => [
    argument.name(),
    values[index],
  ]);
  return { ...options, ...Object.fromEntries(named) };
}

function mainCommands(program: Command, runs: Runs): void {
  program
    .command('up')
    .description('start everything, with the page; where nothing is configured and nothing was read, that is the demo')
    .addOption(portOption())
    .action(runs(async () => (await import('./commands/up.ts')).up));
  program
    .command('replay')
    .description('read a recorded file (NDJSON, CSV, TSV, also .gz) into its own timeline')
    .argument('<file>')
    .option('--mapping <file>', "how the file's columns become fields (required)")
    .option('--speed <max|n>', 'as fast as possible, or n times as fast as it happened', speed, 'max')
    .addOption(new Option('--order <order>', 'by time, or as the file is').choices(['time', 'file']).default('time'))
    .option('--timeline <name>', "where it goes (default: the file's name)")
    .option('--partitions <n>', 'of a new timeline', wholeNumber(1, 1_024))
    .option('--again', 'read it again although it or its mapping has changed', false)
    // Commander looks for what is missing before it looks for what is misspelt, and would ask for --mapping where --maping stands.
    .hook('preAction', (command) => {
      if (command.opts()['mapping'] === undefined)
        command.error(
          "error: required option '--mapping <file>' not specified: a YAML file that says which column is what",
        );
    })
    .action(runs(async () => (await import('./commands/replay.ts')).replay));
  program
    .command('sql')
    .description('ask the store: views `mentions`, `mention_windows`, `posts`, `engagement_windows`, …')
    .argument('<query>')
    .option('--format <name>', 'a ClickHouse format, e.g. JSON, CSVWithNames, PrettyCompact')
    .addHelpText('after', `\nViews:\n${viewsHelp()}`)
    .action(runs(async () => (await import('./commands/sql.ts')).sql));
  program
    .command('doctor')
    .description('check this machine and the data directory, and say what to do')
    .option('--json', 'as JSON', false)
    .action(runs(async () => (await import('./commands/doctor.ts')).doctor));
  program
    .command('version')
    .description('print the version')
    .action(runs(async () => (await import('./commands/version.ts')).version));
}

function portOption(): Option {
  const option = new Option('--port <n>', 'of the page and the HTTP API (default: api.port; 0: any that is free)');
  return option.argParser(wholeNumber(0, 65_535));
}

/** The made-up world: watched, or written. */
function worldCommands(program: Command, runs: Runs): void {
  program
    .command('demo')
    .description('a made-up world: eight days of three brands at once, then live until Ctrl-C; the next run goes on')
    .option('--seed <n>', 'of a new world', wholeNumber(0, 2 ** 31))
    .option(
      '--speed <n>',
      'of a new world: so many times as fast as the clock, from 30 days ago on',
      wholeNumber(1, 10_000),
    )
    .option('--fresh', 'begin a new one, on a timeline of its own', false)
    .addOption(portOption())
    .action(runs(async () => (await import('./commands/demo.ts')).demo));
  program
    .command('world')
    .description(
      'write a made-up world as files: NDJSON, mappings, watches, and truth.json, which says what must come out',
    )
    .argument('<dir>', 'new or empty')
    .option('--seed <n>', 'the same seed and options give the same bytes', wholeNumber(0, 2 ** 31), 1)
    .option('--days <n>', 'how long it is', wholeNumber(1, 3_650), 1)
    .addOption(new Option('--start <day>', 'its first day').argParser(day).default(day('2026-01-05'), '2026-01-05'))
    .option('--platforms <n>', 'each has files of its own', wholeNumber(1, PLATFORMS.length), 1)
    .option('--accounts <n>', 'profiles that post', wholeNumber(0, 1_000_000), 36)
    .option('--per-hour <n>', 'mentions of each brand (default: 2 to 300 by brand)', wholeNumber(1, 10_000_000))
    .addOption(
      new Option('--scenario <name>', 'with or without a crisis half-way').choices(['demo', 'quiet']).default('demo'),
    )
    .action(runs(async () => (await import('./commands/world.ts')).writeWorldFiles));
}

function topicCommands(program: Command, runs: Runs): void {
  const topics = program.command('topics').description('look into the log');
  topics
    .command('ls')
    .description('partitions, sizes and the lag of every reader')
    .option('--json', 'as NDJSON', false)
    .action(runs(async () => (await import('./commands/topics/ls.ts')).topicsLs));
  topics
    .command('tail')
    .description('records of a stream as NDJSON: data, without control records')
    .argument('<stream>')
    .option('--timeline <name>', 'of this timeline only')
    .option('--partition <n>', 'of this partition only', wholeNumber(0, 1_023))
    .option('--last <n>', 'the last n records', wholeNumber(0, 1_000_000_000), 10)
    .addOption(
      new Option('--from <offset>', 'all records from this offset on')
        .argParser(wholeNumber(0, Number.MAX_SAFE_INTEGER))
        .conflicts('last'),
    )
    .option('--follow', 'wait for more', false)
    .option('--control', 'control records too: ticks, coverage, broadcast watches and mappings, barriers', false)
    .action(runs(async () => (await import('./commands/topics/tail.ts')).topicsTail));
  topics
    .command('dlq')
    .description('open dead letters as NDJSON: reason, origin, text')
    .option('--timeline <name>', 'of this timeline only')
    .option('--all', 'those that were read again too', false)
    .action(runs(async () => (await import('./commands/topics/dlq.ts')).topicsDlq));
  topics
    .command('replay-dlq')
    .description('read open dead letters again: with another mapping, or edited')
    .option('--timeline <name>', 'of this timeline only')
    .addOption(new Option('--mapping <file>', 'the mapping to read them with'))
    .option('--from <file>', 'edited letters: the NDJSON of `topics dlq`')
    .action(runs(async () => (await import('./commands/replay-dlq.ts')).replayDlq));
}

function configCommands(program: Command, runs: Runs): void {
  const config = program.command('config').description('settings and where they come from');
  config
    .command('print')
    .description('the settings in effect as YAML, each with its source')
    .action(runs(async () => (await import('./commands/config.ts')).configPrint));
  config
    .command('check')
    .description('check the configuration; lists every problem')
    .action(runs(async () => (await import('./commands/config.ts')).configCheck));
  config
    .command('schema')
    .description('JSON Schema of the configuration file, for editors')
    .action(runs(async () => (await import('./commands/config.ts')).configSchema));
}

function speed(text: string): 'max' | number {
  if (text === 'max') return text;
  const factor = Number(text);
  if (Number.isFinite(factor) && factor > 0) return factor;
  throw new InvalidArgumentError('It must be `max`, or how many times as fast as it happened, e.g. 60.');
}

function day(text: string): number {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new InvalidArgumentError('It must be a day, e.g. 2026-01-05.');
}

function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}
