import { spawnSync } from 'node:child_process';
import { DatabaseSync } from 'node:sqlite';
import type { Random } from '../support/random.ts';
import { INCREMENT_MS, lineStream } from './stream.ts';
import type { Ending } from './run-child.ts';
import { openWorld, type World } from './world.ts';

export interface Stall {
  /** What was seen, for the run's report. */
  readonly seen: string;
  /** Empty: rows waited, that was told, intake was held, and nothing is lost or doubled. */
  readonly wrong: readonly string[];
}

const NAME = 'stalled';
/** More than the log may hold while its readers stand still, fed in about so long. */
const LINES = 100_000;
const FEED_MS = 20_000;
const MAX_BYTES = 10_000_000;
/** What is on its way when the log reaches its bound: pages and commits under way, and what the tasks make of intake. */
const SLACK_BYTES = 5_000_000;
const LOOK_EVERY_MS = 20;
/** How often those who wait are told of, and a little. */
const TOLD_EVERY_S = 20;
const RECOVERY_MS = 120_000;

/**
 * For so long no process of the store gets any time: neither the one that runs, nor those that the supervisor starts in its place.
 * They are stopped before they can answer, so the pipeline meets nothing but silence and refused connections.
 */
export async function stallStore(root: string, stallMs: number, random: Random): Promise<Stall> {
  const world = openWorld(root, undefined, `log:\n  maxBytes: ${MAX_BYTES}\n`);
  const lines = lineStream(NAME, random).increment(LINES);
  let ending: Ending | undefined;
  const replaying = world.replay(NAME, lines, {
    speed: INCREMENT_MS / FEED_MS,
    ask: true,
    limitMs: stallMs + RECOVERY_MS,
  });
  void replaying.then((ended) => (ending = ended));
  while (ending === undefined && world.acknowledgedOf(NAME) < 100) await later();
  const stall = await frozen(world, stallMs, () => ending !== undefined);
  const { code, stdout, stderr } = await replaying;
  const waits = Array.from(stderr.matchAll(/^rows for (\w+) have been waiting (\d+) s for the store: (.+)$/gm));
  const longestS = Math.max(0, ...waits.map(([, , seconds]) => Number(seconds)));
  const failures: [boolean, string][] = [
    [code !== 0, `the run ended with ${code}`],
    [stall.stopped < (stallMs > 15_000 ? 2 : 1), `only ${stall.stopped} processes of the store were stopped`],
    [longestS < stallMs / 1_000 - TOLD_EVERY_S, `rows waited, and the longest wait that was told is ${longestS} s`],
    [!/^The log is full: intake waits for .*\/sink-clickhouse\//m.test(stderr), 'nobody was told that intake is held'],
    [stall.taken >= LINES, 'intake was not held'],
    [stall.stoodMs < stallMs / 2, `intake went on until ${stall.stoodMs} ms before the end`],
    [stall.bytes > MAX_BYTES + SLACK_BYTES, `the log held ${stall.bytes} bytes, its bound is ${MAX_BYTES}`],
  ];
  const wrong = failures.flatMap(([failed, what]) => (failed ? [what] : []));
  return {
    seen: `${stall.stopped} processes stopped, a wait of ${longestS} s was told, intake stood at ${stall.taken} of ${LINES} lines and ${stall.bytes} bytes`,
    wrong: [...wrong, ...(wrong.length === 0 ? [] : [`it said: ${stderr}`]), ...world.check(stdout)],
  };
}

interface Frozen {
  readonly stopped: number;
  /** Lines acknowledged at the end, and for how long no more had been. */
  readonly taken: number;
  readonly stoodMs: number;
  readonly bytes: number;
}

async function frozen(world: World, stallMs: number, over: () => boolean): Promise<Frozen> {
  const stopped = new Set<number>();
  const end = performance.now() + stallMs;
  let taken = 0;
  let movedAt = 0;
  for (let now = performance.now(); now < end && !over(); now = performance.now()) {
    for (const pid of storeProcesses(world)) {
      if (!stopped.has(pid)) signal(pid, 'SIGSTOP');
      stopped.add(pid);
    }
    const acknowledged = world.acknowledgedOf(NAME);
    if (acknowledged > taken) movedAt = now;
    taken = acknowledged;
    await later();
  }
  const bytes = storedBytes(world.data.logFile);
  for (const pid of storeProcesses(world)) signal(pid, 'SIGCONT');
  return { stopped: stopped.size, taken, stoodMs: Math.round(end - movedAt), bytes };
}

/** The store's directory stands in its command line, and in nobody else's. */
function storeProcesses({ data }: World): number[] {
  const { stdout, error } = spawnSync('pgrep', ['-f', '--', `--path ${data.storeDirectory}/`], { encoding: 'utf8' });
  if (error !== undefined) throw error;
  return stdout.split('\n').filter(Boolean).map(Number);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It was killed meanwhile.
  }
}

function storedBytes(logFile: string): number {
  const db = new DatabaseSync(logFile, { readOnly: true });
  try {
    return Number(db.prepare('SELECT sum(bytes) AS bytes FROM logs').get()?.['bytes'] ?? 0);
  } finally {
    db.close();
  }
}

function later(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
}
