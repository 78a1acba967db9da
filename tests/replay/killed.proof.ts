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
const KILLS = 6;
/** A whole replay takes about this long once the store is up. */
const SPAN_MS = 2_500;
const NEVER = new AbortController().signal;

/** Starts a replay as its own process; kills it `afterMs` after its store is up, or lets it end. Resolves with whether it was killed. */
async function replayKilled(place: TestDirectory, file: string, afterMs: number | undefined): Promise<boolean> {
  const options = ['--mapping', place.mapping, '--config', place.config, '--data', place.data, '--timeline', 'killed', '--quiet'];
  const child = spawn(process.execPath, [MAIN, 'replay', file, ...options], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => child.on('close', (code, signal) => resolve({ code, signal })));
  if (afterMs !== undefined) {
    const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
    while (!isOver() && ownerIn(place) !== child.pid) await systemClock.sleep(5, NEVER);
    await systemClock.sleep(afterMs, NEVER);
    child.kill('SIGKILL');
  }
  const { code, signal } = await ended;
  if (signal === null && code !== 0) throw new Error(`the replay ended with ${code}: ${said}`);
  return signal === 'SIGKILL';
}

function ownerIn({ data }: TestDirectory): number | undefined {
  const file = join(data, 'run', 'owner.json');
  if (!existsSync(file)) return undefined;
  const [, pid] = /"pid":\s*(\d+)/.exec(readFileSync(file, 'utf8')) ?? [];
  return pid === undefined ? undefined : Number(pid);
}

describe.each(recordedStreams())('$name', (stream) => {
  test('has the same rows after kill -9 at random moments', async () => {
    const place = testDirectory(stream);
    onTestFinished(place.remove);
    const random = randomFrom(20_261_125);
    const moments: number[] = [];
    let finished = 0;
    while (moments.length < KILLS) {
      const afterMs = Math.floor(random() * SPAN_MS);
      // A replay that had ended before is one more reading of the file: that too must change nothing.
      if (await replayKilled(place, stream.file, afterMs)) moments.push(afterMs);
      else finished++;
    }
    await replayKilled(place, stream.file, undefined);
    const open = await place.open();
    onTestFinished(open.stop);
    await open.replay(stream.file, { timeline: 'undisturbed' });
    expect(await differences(open, 'killed', 'undisturbed')).toBe(0);
    console.log(`${stream.name}: killed after ${moments.join(', ')} ms; ${finished} replays had ended before`);
  });
});
