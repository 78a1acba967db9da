/**
 * What a running, idle Tideline costs, and how soon it answers: the command `up` itself, the first time on an empty directory, where
 * it makes the demo's history, and the second time on the same. `node tests/bench/idle.bench.ts [SECONDS]`
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataDirectory } from '../../app/directory.ts';
import { readProcessFile } from '../../app/process-file.ts';
import { joinStore } from '../../app/running-store.ts';
import { systemClock } from '../../runtime/time/clock.ts';
import { cpuMsOf, residentMb } from './room.ts';

const SECONDS = Number(process.argv[2] ?? 20);
const PROGRAM = join(import.meta.dirname, '..', '..', 'app', 'bin', 'tideline.cjs');
const { signal } = new AbortController();
const work = mkdtempSync(join(tmpdir(), 'tideline-bench-'));
const directory = dataDirectory(join(work, 'data'));

/** `up` until it says that it is ready. */
async function up(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [PROGRAM, '--data', directory.root, '--quiet', 'up', '--port', '0'], {
    cwd: work,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  for await (const text of child.stderr) {
    said += String(text);
    if (said.includes('Ready at')) return child;
  }
  throw new Error(`\`tideline up\` ended: ${said}`);
}

async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

async function firstAnswer(): Promise<void> {
  const store = await joinStore(directory);
  await store?.client.rows('SELECT count() FROM mentions');
  await store?.close();
}

/** RSS of the program and of its store, and their share of a core, once nothing has happened for a moment. */
async function idle(child: ChildProcess): Promise<string> {
  await systemClock.sleep(3_000, signal);
  const pids = [child.pid ?? 0, Number(readProcessFile(directory.joinFile)?.['pid'])];
  const cpuMs = (): number => pids.map(cpuMsOf).reduce((a, b) => a + b);
  const before = cpuMs();
  await systemClock.sleep(SECONDS * 1000, signal);
  const share = ((cpuMs() - before) / SECONDS / 10).toFixed(1);
  const megabytes = pids.map(residentMb);
  return `RSS ${megabytes.join(' + ')} = ${megabytes.reduce((a, b) => a + b)} MB, ${share} % of a core`;
}

let running: ChildProcess | undefined;
try {
  let began = performance.now();
  running = await up();
  await firstAnswer();
  console.log(
    `first start, eight days of history made, to the first answer: ${Math.round(performance.now() - began)} ms`,
  );
  console.log(`idle after it: ${await idle(running)}`);
  await end(running);
  began = performance.now();
  running = await up();
  await firstAnswer();
  console.log(`warm start to the first answer: ${Math.round(performance.now() - began)} ms`);
  console.log(`idle after it: ${await idle(running)}`);
} finally {
  if (running !== undefined) await end(running);
  rmSync(work, { recursive: true, force: true });
}
