import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../runtime/time/clock.ts';
import { testDirectory, type TestDirectory } from './directory.ts';
import { differences } from './rows.ts';
import { randomFrom } from './shuffle.ts';
import { recordedStreams } from './streams.ts';

const MAIN = join(import.meta.dirname, '../../app/main.ts');
/** Timelines, one after the other in one directory; each is killed up to so many times, then goes on to its end. */
const TIMELINES = 4;
const KILLS = 3;
/** Of all kills, so many must have found work that was not done. */
const UNDER_WAY = 2;
/** From the store's start a replay takes about this long on an idle machine; the proof finds out how long on this one. */
const SPAN_MS = 1_000;
const LONGEST_SPAN_MS = 15_000;
const NEVER = new AbortController().signal;

/** Starts a replay as its own process; kills it `afterMs` after its store is up, or lets it end. Resolves with whether it was killed. */
async function replayKilled(
  place: TestDirectory,
  file: string,
  timeline: string,
  afterMs: number | undefined,
): Promise<boolean> {
  const options = ['--mapping', place.mapping, '--config', place.config, '--data', place.data, '--timeline', timeline];
  const before = storeIn(place);
  const child = spawn(process.execPath, [MAIN, 'replay', file, ...options], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  if (afterMs !== undefined) {
    const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
    while (!isOver() && storeIn(place) === before) await systemClock.sleep(5, NEVER);
    await systemClock.sleep(afterMs, NEVER);
    child.kill('SIGKILL');
  }
  const { code, signal } = await ended;
  if (signal === null && code !== 0) throw new Error(`the replay ended with ${code}: ${said}`);
  return signal === 'SIGKILL';
}

/** What the running store, or the last one, says of itself: another one says something else. */
function storeIn({ data }: TestDirectory): string {
  const file = join(data, 'run', 'store.json');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

interface Partition {
  readonly timeline: string;
  readonly stream: string;
  readonly next: number;
  readonly readers: readonly { readonly records: number }[];
}

/** How far the killed replay had come: records in intake, and records that some reader had not taken yet. */
async function progress(place: TestDirectory, timeline: string): Promise<{ intake: number; lag: number }> {
  if (!existsSync(join(place.data, 'log.sqlite'))) return { intake: 0, lag: 0 };
  const lines = (await place.command('topics', 'ls', '--json')).split('\n').filter((line) => line !== '');
  const partitions = lines.map((line) => JSON.parse(line) as Partition).filter((one) => one.timeline === timeline);
  return {
    intake: partitions.filter(({ stream }) => stream === 'intake').reduce((sum, { next }) => sum + next, 0),
    lag: partitions.flatMap(({ readers }) => readers).reduce((sum, { records }) => sum + records, 0),
  };
}

describe.each(recordedStreams())('$name', (stream) => {
  test('has the same rows after kill -9 at random moments', { timeout: 400_000 }, async () => {
    const place = testDirectory(stream);
    onTestFinished(place.remove);
    const random = randomFrom(20_261_125);
    const kills: string[] = [];
    const timelines: string[] = [];
    let underWay = 0;
    let spanMs = SPAN_MS;
    // Where a kill finds a replay depends on the machine: on until enough of them found work that was not done.
    while (timelines.length < TIMELINES || (underWay < UNDER_WAY && timelines.length < 4 * TIMELINES)) {
      const timeline = `killed-${timelines.length}`;
      timelines.push(timeline);
      for (let n = 0; n < KILLS; n++) {
        const afterMs = Math.floor((0.3 + 0.7 * random()) * spanMs);
        if (!(await replayKilled(place, stream.file, timeline, afterMs))) break;
        const { intake, lag } = await progress(place, timeline);
        kills.push(`${timeline}, ${afterMs} ms after the store was up: ${intake} records in intake, ${lag} to do`);
        if (lag > 0) underWay++;
        // Nothing was read yet: too early. Everything was done: too late.
        else spanMs = intake < 1_000 ? Math.min(LONGEST_SPAN_MS, spanMs * 1.3) : spanMs * 0.8;
      }
      await replayKilled(place, stream.file, timeline, undefined);
    }
    console.log(`${stream.name}: ${kills.length} kills, ${underWay} of them under way\n${kills.join('\n')}`);
    expect(underWay).toBeGreaterThanOrEqual(UNDER_WAY);
    const open = await place.open();
    onTestFinished(open.stop);
    await open.replay(stream.file, { timeline: 'undisturbed' });
    for (const timeline of timelines) expect(await differences(open, timeline, 'undisturbed')).toBe(0);
  });
});
