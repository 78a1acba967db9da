/**
 * The whole way: a file → intake → normalise → mentions → ClickHouse with 1,000 watches, and beside it in the same run a limit
 * loop that only parses and counts windows in memory. CPU is of all processes. `node tests/bench/way.bench.ts [LINES] [WATCHES]`
 */
import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { replayInto } from '../../app/commands/replay.ts';
import type { CommandIo } from '../../app/io.ts';
import { startAll } from '../../app/roles/all.ts';
import { systemClock } from '../../runtime/time/clock.ts';
import { watchesOf, writeStream } from './stream.ts';

const LINES = Number(process.argv[2] ?? 1_000_000);
const WATCHES = Number(process.argv[3] ?? 1_000);
const TICKS_PER_SECOND = 100;
const work = mkdtempSync(join(tmpdir(), 'tideline-bench-'));
const file = join(work, 'stream.ndjson');
const silent = new Writable({ write: (_chunk, _encoding, done) => done() });

function childCpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}

function residentMb(pid: number | 'self'): number {
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
}

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

async function wholeWay(): Promise<{ wallMs: number; selfMs: number; storeMs: number; answer: string; mb: string }> {
  const mapping = join(work, 'mapping.yaml');
  writeFileSync(mapping, 'format: ndjson\nplatform: x\nkind: mention\nfields: { id: id, text: text, time: ts, author: author, reach: reach, lang: lang }\n');
  const io: CommandIo = {
    stdout: process.stdout,
    stderr: silent,
    signal: new AbortController().signal,
    env: process.env,
    cwd: work,
    clock: systemClock,
    isTTY: false,
    talkIsTTY: false,
    color: false,
  };
  const common = { data: join(work, 'data'), config: undefined, quiet: true };
  const config = { watches: watchesOf(WATCHES), log: { retentionDays: 7, maxBytes: 4e9 }, store: { memoryBytes: 1.5e9, port: 0 }, partitions: 4 };
  const running = await startAll('bench', common, config, io);
  const { pid } = running.store;
  const cpu = process.cpuUsage();
  const store = childCpuMs(pid);
  const began = performance.now();
  const options = { ...common, file, mapping, speed: 'max' as const, order: 'file' as const, again: false, usually: 4 };
  await replayInto(running, options, config.watches, io);
  const wallMs = performance.now() - began;
  const used = process.cpuUsage(cpu);
  const [row] = await running.client.rows<{ n: string }>('SELECT count() AS n FROM mentions');
  const result = { wallMs, selfMs: (used.user + used.system) / 1000, storeMs: childCpuMs(pid) - store, answer: row?.n ?? '', mb: `${residentMb('self')} + ${residentMb(pid)}` };
  await running.stop();
  return result;
}

const perLine = (ms: number): string => `${((ms * 1000) / LINES).toFixed(1)} µs`;
try {
  await writeStream(file, LINES, WATCHES, 2_000);
  const limit = await limitLoop();
  const way = await wholeWay();
  const cpuMs = way.selfMs + way.storeMs;
  console.log(`${LINES} lines of one mention each, ${WATCHES} watches, ${way.answer} different mentions stored`);
  console.log(`limit loop  ${perLine(limit.cpuMs)} CPU, ${Math.round(LINES / limit.wallMs)}k/s`);
  console.log(`whole way   ${perLine(cpuMs)} CPU (${perLine(way.selfMs)} ours + ${perLine(way.storeMs)} store), ${Math.round(LINES / way.wallMs)}k/s, RSS ${way.mb} MB`);
  console.log(`ratio       ${(cpuMs / limit.cpuMs).toFixed(1)} x the limit loop`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
