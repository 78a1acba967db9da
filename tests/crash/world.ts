import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataDirectory } from '../../app/directory.ts';
import type { Order } from './child.ts';
import { storedCursors } from './cursor.ts';
import { differences, expectedRows, QUESTION } from './expectation.ts';
import { runChild, type Ending, type RunOptions } from './run-child.ts';
import { CONFIG, MAPPING, MENDED_MAPPING, type Line } from './stream.ts';

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
    const ending = await runChild(
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
    runChild({ ...orderOf(options), replayDlq: { timeline, mapping: files.mended } }, options);

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
