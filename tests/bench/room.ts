import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { DEFAULTS } from '../../app/config/settings.ts';
import type { CommandIo } from '../../app/io.ts';
import { startAll, type Running } from '../../app/roles/all.ts';
import { mappingName, WATCHES } from '../../ingest/normalise/fold.ts';
import { mappingId, mappingRecord } from '../../ingest/normalise/mapping-record.ts';
import { parseMapping } from '../../ingest/normalise/mapping.ts';
import { watchSetRecord } from '../../ingest/normalise/watch-record.ts';
import { systemClock } from '../../runtime/time/clock.ts';
import { encode } from '../../schemas/bytes.ts';
import type { Watch } from '../../schemas/watch.ts';

const TICKS_PER_SECOND = 100;
/** As `replay` on this machine. */
const FOLD_WORKERS = availableParallelism() > 1 ? 1 : 0;

const MAPPING = parseMapping({
  format: 'ndjson',
  platform: 'x',
  kind: 'mention',
  fields: { id: 'id', text: 'text', time: 'ts', author: 'author', reach: 'reach', lang: 'lang' },
});
export const MAPPING_ID = mappingId(MAPPING);

export function sharedOf(watches: readonly Watch[]): { name: string; value: Uint8Array }[] {
  return [
    { name: WATCHES, value: encode(watchSetRecord, { version: 1, watches }) },
    { name: mappingName(MAPPING_ID), value: encode(mappingRecord, MAPPING) },
  ];
}

function quietIo(cwd: string): CommandIo {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const { signal } = new AbortController();
  return {
    stdout: nowhere,
    stderr: nowhere,
    signal,
    env: process.env,
    cwd,
    clock: systemClock,
    isTTY: false,
    talkIsTTY: false,
    color: false,
  };
}

/** A whole Tideline in a directory of its own, gone afterwards. */
export async function withRoom<T>(
  watches: readonly Watch[],
  use: (running: Running, work: string, io: CommandIo) => Promise<T>,
): Promise<T> {
  const work = mkdtempSync(join(tmpdir(), 'tideline-bench-'));
  const io = quietIo(work);
  const config = { ...DEFAULTS, watches, log: { ...DEFAULTS.log, maxBytes: 4e9 } };
  try {
    const options = { data: join(work, 'data'), config: undefined, quiet: true, foldWorkers: FOLD_WORKERS };
    const running = await startAll('bench', options, config, io);
    try {
      return await use(running, work, io);
    } finally {
      await running.stop();
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

export function cpuMsOf(pid: number): number {
  return cpuMsIn(`/proc/${pid}/stat`);
}

/** CPU of this process's main thread. */
export function mainThreadCpuMs(): number {
  return cpuMsIn(`/proc/self/task/${process.pid}/stat`);
}

/** CPU of this process by the name of the thread: where a limit of one core would be met. */
export function cpuMsByThread(): Map<string, number> {
  const found = new Map<string, number>();
  for (const id of readdirSync('/proc/self/task')) {
    const name = readFileSync(`/proc/self/task/${id}/comm`, 'utf8').trim();
    found.set(name, (found.get(name) ?? 0) + cpuMsIn(`/proc/self/task/${id}/stat`));
  }
  return found;
}

function cpuMsIn(stat: string): number {
  const fields = readFileSync(stat, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}

export function residentMb(pid: number): number {
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}
