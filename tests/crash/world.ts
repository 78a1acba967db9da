import { spawn } from 'node:child_process';
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
  /** Killed from outside so long after its start. */
  readonly killAfterMs?: number;
  readonly ask?: boolean;
  /** The log's disk is full at so many pages of 4 KiB. */
  readonly maxPages?: number;
}

/** Longer than any run takes; a child that hangs is a failure. */
const LIMIT_MS = 60_000;

/** One data directory, the source files it is fed with, and a book of every line that it has durably taken. */
export function openWorld(root: string, data: string = join(root, 'data')) {
  const log = dataDirectory(data).logFile;
  const acknowledged = join(root, 'acknowledged');
  const files = {
    config: join(root, 'tideline.yaml'),
    mapping: join(root, 'mapping.yaml'),
    mended: join(root, 'mended.yaml'),
  };
  const taken = new Map<string, Line[]>();
  mkdirSync(root, { recursive: true });
  writeFileSync(files.config, CONFIG);
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
    const ending = await run(
      { ...orderOf(options), replay: { file, mapping: files.mapping, speed, order: 'file', again: true } },
      options,
    );
    const { total, inFile } = storedCursors(log).get(feeder(timeline)) ?? { total: 0, inFile: 0 };
    const book = taken.get(timeline) ?? [];
    book.push(...lines.slice(inFile - (total - before), inFile));
    taken.set(timeline, book);
    return ending;
  }

  const replayDlq = (timeline: string, options: RunOptions = {}): Promise<Ending> =>
    run({ ...orderOf(options), replayDlq: { timeline, mapping: files.mended } }, options);

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

function run(order: Order, { killAfterMs }: RunOptions): Promise<Ending> {
  const program = join(import.meta.dirname, 'child.ts');
  const child = spawn(process.execPath, [program, JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  let hung = false;
  const limit = setTimeout(() => (hung = child.kill('SIGKILL')), LIMIT_MS);
  const kill = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      clearTimeout(kill);
      if (hung) reject(new Error(`a run did not end within ${LIMIT_MS / 1_000} s; it said: ${output.stderr}`));
      else resolve({ killed: signal === 'SIGKILL', code, ...output });
    });
  });
}
