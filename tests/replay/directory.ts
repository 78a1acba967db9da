import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { replayInto } from '../../app/commands/replay.ts';
import { run } from '../../app/cli.ts';
import { loadConfig } from '../../app/config/load.ts';
import type { CommandIo } from '../../app/io.ts';
import { startAll, type Running } from '../../app/roles/all.ts';
import { systemClock } from '../../runtime/time/clock.ts';
import type { RecordedStream } from './streams.ts';

export interface ReplayOptions {
  readonly timeline: string;
  readonly order?: 'time' | 'file';
  readonly partitions?: number;
}

/** A data directory in use, with the whole product in this process. */
export interface OpenDirectory {
  /** Reads a file into a timeline; resolves with what is printed at the end. */
  replay(file: string, options: ReplayOptions): Promise<string>;
  rows<Row>(sql: string): Promise<Row[]>;
  stop(): Promise<void>;
}

/** A data directory of a test, its mapping and configuration beside it. */
export interface TestDirectory {
  readonly root: string;
  readonly data: string;
  readonly mapping: string;
  readonly config: string;
  /** A file of these lines. */
  write(name: string, lines: readonly (Buffer | string)[]): string;
  open(): Promise<OpenDirectory>;
  /** One command of the command line, in this process; resolves with its output. Not while the directory is open. */
  command(...args: readonly string[]): Promise<string>;
  remove(): void;
}

export function testDirectory(stream: RecordedStream): TestDirectory {
  const root = mkdtempSync(join(tmpdir(), 'tideline-proof-'));
  const write = (name: string, lines: readonly (Buffer | string)[]): string => {
    const path = join(root, name);
    writeFileSync(path, Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from('\n')])));
    return path;
  };
  const [data, mapping, config] = [
    join(root, 'data'),
    write('mapping.yaml', [stream.mapping]),
    write('tideline.yaml', [stream.config]),
  ];
  return {
    root,
    data,
    mapping,
    config,
    write,
    open: () => openDirectory({ data, config, mapping, root }),
    async command(...args) {
      const { io, printed } = quietIo(root);
      const code = await run([...args, '--data', data, '--config', config, '--quiet'], io);
      if (code !== 0) throw new Error(`tideline ${args.join(' ')} ended with ${code}: ${printed()}`);
      return printed();
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

async function openDirectory({
  data,
  config,
  mapping,
  root,
}: Pick<TestDirectory, 'data' | 'config' | 'mapping' | 'root'>): Promise<OpenDirectory> {
  const common = { data, config, quiet: true };
  const { io } = quietIo(root);
  const { watches, partitions: usually, ...rest } = loadConfig(common, io);
  const threads = { ...common, foldWorkers: 1 };
  const running: Running = await startAll('proof', threads, { watches, partitions: usually, ...rest }, io);
  return {
    async replay(file, { order = 'time', ...options }) {
      const talk = quietIo(root);
      await replayInto(
        running,
        { ...common, file, mapping, order, speed: 'max', again: false, usually, ...options },
        watches,
        talk.io,
      );
      return talk.printed();
    },
    rows: (sql) => running.client.rows(sql),
    stop: () => running.stop(),
  };
}

function quietIo(cwd: string): { io: CommandIo; printed: () => string } {
  const chunks: Buffer[] = [];
  const into = (keep: boolean): Writable =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        if (keep) chunks.push(chunk);
        done();
      },
    });
  const { PATH, HOME } = process.env;
  const io: CommandIo = {
    stdout: into(true),
    stderr: into(false),
    signal: new AbortController().signal,
    env: { PATH, HOME },
    cwd,
    clock: systemClock,
    isTTY: false,
    talkIsTTY: false,
    color: false,
  };
  return { io, printed: () => Buffer.concat(chunks).toString() };
}
