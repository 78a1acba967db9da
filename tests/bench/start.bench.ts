/**
 * What a new user waits for: `tideline up` on an empty directory, where it makes eight days of history, and again on the same one.
 * Each time from the command to the first HTTP answer, to the first answer with rows, and to live: all history stored. Wall time, and
 * the CPU of all its processes, which other work on the machine moves less. `npm run bench:start [-- RUNS]`
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataDirectory } from '../../app/directory.ts';
import { readProcessFile } from '../../app/process-file.ts';
import { systemClock } from '../../runtime/time/clock.ts';
import { cpuMsOf, quantile } from './room.ts';

const RUNS = Number(process.argv[2] ?? 3);
const BARS = { cold: 20_000, warm: 3_000 } as const;
const POLL_MS = 20;
const PROGRAM = join(import.meta.dirname, '..', '..', 'app', 'bin', 'tideline.cjs');
const { signal } = new AbortController();

interface Timings {
  readonly answerMs: number;
  readonly rowsMs: number;
  readonly liveMs: number;
  readonly cpuMs: number;
}

interface Kpis {
  readonly kpis: { readonly mentions?: { readonly value: number | null } };
}
interface Status {
  readonly pipeline: { readonly state: string };
}

/** The address of the page, as soon as it is said. */
async function addressOf(child: ChildProcess): Promise<string> {
  let said = '';
  for await (const text of child.stderr ?? []) {
    said += String(text);
    const [url] = /http:\/\/\S+/.exec(said) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error(`\`tideline up\` ended: ${said}`);
}

async function ask<T>(url: string): Promise<T | undefined> {
  const response = await fetch(url).catch(() => undefined);
  return response?.ok === true ? ((await response.json()) as T) : undefined;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await systemClock.sleep(POLL_MS, signal);
}

async function start(directory: ReturnType<typeof dataDirectory>): Promise<Timings> {
  const began = performance.now();
  const child = spawn(process.execPath, [PROGRAM, '--data', directory.root, 'up', '--port', '0'], {
    cwd: tmpdir(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    const url = await addressOf(child);
    child.stderr?.resume();
    const since = (): number => performance.now() - began;
    await until(async () => (await ask(`${url}/livez`)) !== undefined);
    const answerMs = since();
    await until(async () => ((await ask<Kpis>(`${url}/v1/kpis?range=7d`))?.kpis.mentions?.value ?? 0) > 0);
    const rowsMs = since();
    await until(async () => (await ask<Status>(`${url}/v1/status`))?.pipeline.state === 'live');
    const liveMs = since();
    const store = Number(readProcessFile(directory.joinFile)?.['pid']);
    return { answerMs, rowsMs, liveMs, cpuMs: cpuMsOf(child.pid ?? 0) + cpuMsOf(store) };
  } finally {
    child.kill('SIGTERM');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
}

const timings: Record<keyof typeof BARS, Timings[]> = { cold: [], warm: [] };
for (let run = 0; run < RUNS; run++) {
  const work = mkdtempSync(join(tmpdir(), 'tideline-bench-'));
  const directory = dataDirectory(join(work, 'data'));
  try {
    timings.cold.push(await start(directory));
    timings.warm.push(await start(directory));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
const seconds = (ms: number): string => (ms / 1_000).toFixed(1);
for (const kind of ['cold', 'warm'] as const) {
  const of = (name: keyof Timings): string =>
    seconds(
      quantile(
        timings[kind].map((one) => one[name]),
        0.5,
      ),
    );
  const worst = Math.max(...timings[kind].map(({ liveMs }) => liveMs));
  const verdict = worst <= BARS[kind] ? 'within' : 'ABOVE';
  console.log(
    `${kind} start, median of ${RUNS}: first answer ${of('answerMs')} s, with rows ${of('rowsMs')} s, live ${of('liveMs')} s, ` +
      `${of('cpuMs')} s CPU; slowest live ${seconds(worst)} s, ${verdict} the bar of ${seconds(BARS[kind])} s`,
  );
}
