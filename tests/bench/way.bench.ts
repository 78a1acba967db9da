/**
 * The whole way: a file → intake → normalise → mentions → ClickHouse with 1,000 watches, and beside it in the same run a limit
 * loop that only parses and counts windows in memory. CPU is of all processes. `node tests/bench/way.bench.ts [LINES] [WATCHES]`
 */
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { replayInto } from '../../app/commands/replay.ts';
import { cpuMsByThread, cpuMsOf, residentMb, withRoom } from './room.ts';
import { watchesOf, writeStream } from './stream.ts';

const LINES = Number(process.argv[2] ?? 1_000_000);
const WATCHES = Number(process.argv[3] ?? 1_000);
const work = mkdtempSync(join(tmpdir(), 'tideline-bench-'));
const file = join(work, 'stream.ndjson');

async function limitLoop(): Promise<{ wallMs: number; cpuMs: number }> {
  const windows = new Map<string, { mentions: number; reach: number }>();
  const began = performance.now();
  const cpu = process.cpuUsage();
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const { ts, text, reach } = JSON.parse(line) as { ts: string; text: string; reach: number };
    const key = `${text.slice(0, text.indexOf(' '))}/${Math.floor(Date.parse(ts) / 60_000)}`;
    const window = windows.get(key) ?? { mentions: 0, reach: 0 };
    window.mentions++;
    window.reach += reach;
    windows.set(key, window);
  }
  const used = process.cpuUsage(cpu);
  return { wallMs: performance.now() - began, cpuMs: (used.user + used.system) / 1000 };
}

interface WholeWay {
  readonly wallMs: number;
  readonly selfMs: number;
  readonly storeMs: number;
  readonly stored: string;
  readonly mb: string;
  readonly byThread: readonly (readonly [string, number])[];
}

function wholeWay(): Promise<WholeWay> {
  const mapping = join(work, 'mapping.yaml');
  writeFileSync(
    mapping,
    'format: ndjson\nplatform: x\nkind: mention\nfields: { id: id, text: text, time: ts, author: author, reach: reach, lang: lang }\n',
  );
  const watches = watchesOf(WATCHES);
  return withRoom(watches, async (running, directory, io) => {
    const { pid } = running.store;
    const self = cpuMsOf(process.pid);
    const store = cpuMsOf(pid);
    const threads = cpuMsByThread();
    const began = performance.now();
    const common = { data: join(directory, 'data'), config: undefined, quiet: true, again: false, usually: 4 };
    await replayInto(running, { ...common, file, mapping, speed: 'max', order: 'file' }, watches, io);
    const wallMs = performance.now() - began;
    const [row] = await running.client.rows<{ n: string }>('SELECT count() AS n FROM mentions');
    const selfMs = cpuMsOf(process.pid) - self;
    const storeMs = cpuMsOf(pid) - store;
    const byThread = [...cpuMsByThread()].map(([name, ms]) => [name, ms - (threads.get(name) ?? 0)] as const);
    const mb = `${residentMb(process.pid)} + ${residentMb(pid)}`;
    return { wallMs, selfMs, storeMs, stored: row?.n ?? '', mb, byThread };
  });
}

const perLine = (ms: number): string => `${((ms * 1000) / LINES).toFixed(1)} µs`;
try {
  await writeStream(file, LINES, WATCHES, 2_000);
  const limit = await limitLoop();
  const way = await wholeWay();
  const cpuMs = way.selfMs + way.storeMs;
  console.log(`${LINES} lines of one mention each, ${WATCHES} watches, ${way.stored} different mentions stored`);
  console.log(`limit loop  ${perLine(limit.cpuMs)} CPU, ${Math.round(LINES / limit.wallMs)}k/s`);
  console.log(
    `whole way   ${perLine(cpuMs)} CPU (${perLine(way.selfMs)} ours + ${perLine(way.storeMs)} store), ${Math.round(LINES / way.wallMs)}k/s, RSS ${way.mb} MB`,
  );
  const busy = way.byThread.filter(([, ms]) => ms > 0).toSorted(([, a], [, b]) => b - a);
  console.log(`threads     ${busy.map(([name, ms]) => `${name} ${perLine(ms)}`).join(', ')}`);
  console.log(`ratio       ${(cpuMs / limit.cpuMs).toFixed(1)} x the limit loop`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
