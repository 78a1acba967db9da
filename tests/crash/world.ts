import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataDirectory } from '../../app/directory.ts';
import type { Order } from './child.ts';
import { storedCursors } from './cursor.ts';
import { differences, expectedRows, QUESTION } from './expectation.ts';
import type { Aim } from './points.ts';
import { CONFIG, MAPPING, MENDED_MAPPING, type Line } from './stream.ts';

export interface Ending {
  readonly killed: boolean;
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly speed?: 'max' | number;
  readonly aim?: Aim;
  /** Killed from outside so long after its start, or after its first line was acknowledged. */
  readonly kill?: { readonly afterMs: number; readonly from: 'start' | 'acknowledged' };
  readonly ask?: boolean;
  /** Longer than it takes; a child that is not over by then hangs, and that is a failure. Default 60 s. */
  readonly limitMs?: number;
  /** What it has said on stderr so far, whenever that grows. */
  readonly onStderr?: (text: string) => void;
  /** The log's disk is full at so many pages of SQLite's. */
  readonly maxPages?: number;
}

const LIMIT_MS = 60_000;
const LOOK_EVERY_MS = 5;

/** One data directory, the source files it is fed with, and a book of every line that it has durably taken. `config`: more of it. */
export function openWorld(root: string, data: string = join(root, 'data'), config = '') {
  const log = dataDirectory(data).logFile;
  const acknowledged = join(root, 'acknowledged');
  const files = {
    config: join(root, 'tideline.yaml'),
    mapping: join(root, 'mapping.yaml'),
    mended: join(root, 'mended.yaml'),
  };
  const taken = new Map<string, Line[]>();
  mkdirSync(root, { recursive: true });
  writeFileSync(files.config, CONFIG + config);
  writeFileSync(files.mapping, MAPPING);
  writeFileSync(files.mended, MENDED_MAPPING);
  writeFileSync(acknowledged, '');

  const feeder = (timeline: string): string => `main/${timeline}/source/replay:${timeline}`;
  const totalOf = (timeline: string): number => storedCursors(log).get(feeder(timeline))?.total ?? 0;
  const orderOf = ({ aim, ask = false, maxPages }: RunOptions): Order => ({
    common: { data, config: files.config, quiet: true },
    acknowledged,
    ...(aim === undefined ? {} : { aim }),
    ...(ask ? { question: QUESTION } : {}),
    ...(maxPages === undefined ? {} : { maxPages }),
  });

  /** Replays these lines as the timeline's file: `--again` says that other content than before is meant for this timeline. */
  async function replay(timeline: string, lines: readonly Line[], options: RunOptions = {}): Promise<Ending> {
    const file = join(root, `${timeline}.ndjson`);
    writeFileSync(file, lines.map(({ raw }) => `${raw}\n`).join(''));
    const before = totalOf(timeline);
    const { speed = 'max' } = options;
    const known = acknowledgedOf(timeline);
    const ending = await run(
      { ...orderOf(options), replay: { file, mapping: files.mapping, speed, order: 'file', again: true } },
      options,
      () => acknowledgedOf(timeline) > known,
    );
    const { total, inFile } = storedCursors(log).get(feeder(timeline)) ?? { total: 0, inFile: 0 };
    const book = taken.get(timeline) ?? [];
    book.push(...lines.slice(inFile - (total - before), inFile));
    taken.set(timeline, book);
    return ending;
  }

  const replayDlq = (timeline: string, options: RunOptions = {}): Promise<Ending> =>
    run({ ...orderOf(options), replayDlq: { timeline, mapping: files.mended } }, options, () => false);

  /** Lines acknowledged of a timeline, all readings together. */
  function acknowledgedOf(timeline: string): number {
    const lines = readFileSync(acknowledged, 'utf8').split('\n');
    const last = lines.findLast((line) => line.startsWith(`${feeder(timeline)} `));
    return Number(last?.split(' ')[1] ?? 0);
  }

  /** What is wrong with the store's answer to QUESTION; empty: nothing lost, nothing doubled. */
  function check(answer: string): string[] {
    const cursors = [...storedCursors(log)];
    const lettersOf = (timeline: string): number =>
      cursors
        .filter(([task]) => task.startsWith(`main/${timeline}/source/dlq:`))
        .reduce((sum, [, { total }]) => sum + total, 0);
    const wanted = [...taken].flatMap(([timeline, lines]) => [
      ...expectedRows(timeline, { lines, letters: lettersOf(timeline) }),
    ]);
    return differences(
      new Set(wanted),
      answer.split('\n').filter((row) => row !== ''),
    );
  }

  return { data: dataDirectory(data), replay, replayDlq, acknowledgedOf, totalOf, check };
}

export type World = ReturnType<typeof openWorld>;

function run(order: Order, options: RunOptions, acknowledged: () => boolean): Promise<Ending> {
  const { kill, limitMs = LIMIT_MS, onStderr } = options;
  const program = join(import.meta.dirname, 'child.ts');
  const child = spawn(process.execPath, [program, JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
    onStderr?.(output.stderr);
  });
  let hung = false;
  const limit = setTimeout(() => (hung = child.kill('SIGKILL')), limitMs);
  const disarm = kill === undefined ? () => undefined : armed(child, kill, acknowledged);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      disarm();
      if (hung) reject(new Error(`a run did not end within ${limitMs / 1_000} s; it said: ${output.stderr}`));
      else resolve({ killed: signal === 'SIGKILL', code, ...output });
    });
  });
}

/** Kills when it is time; returns how to let it live. */
function armed(
  child: ChildProcess,
  { afterMs, from }: NonNullable<RunOptions['kill']>,
  acknowledged: () => boolean,
): () => void {
  const fire = (): NodeJS.Timeout => setTimeout(() => child.kill('SIGKILL'), afterMs);
  let timer = from === 'start' ? fire() : setInterval(look, LOOK_EVERY_MS);
  function look(): void {
    if (!acknowledged()) return;
    clearTimeout(timer);
    timer = fire();
  }
  return () => clearTimeout(timer);
}
