/**
 * From an event to the screens: `node tests/bench/live.bench.ts [PER_SECOND] [SECONDS] [VIEWERS]`, `npm run bench:live`.
 * Viewers follow mentions, numbers, a series of an hour and the status; what they see is measured in their own process. The main thread's
 * CPU is compared with the seconds before anybody looked.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { startApi } from '../../app/roles/api.ts';
import { runSource } from '../../ingest/runner.ts';
import { systemClock } from '../../runtime/time/clock.ts';
import type { ViewersSaw, ViewersWish } from './live-viewers.ts';
import { MAPPING_ID, mainThreadCpuMs, quantile, sharedOf, withRoom } from './room.ts';
import { steadySource } from './steady-source.ts';
import { watchesOf } from './stream.ts';

const PER_SECOND = Number(process.argv[2] ?? 1_000);
const SECONDS = Number(process.argv[3] ?? 60);
const VIEWERS = Number(process.argv[4] ?? 200);
const QUIET_S = 10;
/** Connecting and the first snapshots are not what is measured. */
const SETTLE_S = 8;
const watches = watchesOf(100);
const { signal } = new AbortController();
const ACCESS = { host: '127.0.0.1', port: 0, mayMove: true, token: undefined, clickhouse: false };

/** CPU of the main thread and lateness of its event loop while so many seconds pass. */
async function measured(seconds: number): Promise<{ cpu: number; lagMs: readonly number[] }> {
  const loop = monitorEventLoopDelay({ resolution: 5 });
  const before = mainThreadCpuMs();
  loop.enable();
  await systemClock.sleep(seconds * 1000, signal);
  loop.disable();
  const cpu = (mainThreadCpuMs() - before) / (seconds * 1000);
  return { cpu, lagMs: [50, 95, 99].map((p) => loop.percentile(p) / 1e6 - 5) };
}

function lag([p50 = NaN, p95 = NaN, p99 = NaN]: readonly number[]): string {
  return `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;
}

function line(what: string, values: readonly number[]): string {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((q) => Math.round(quantile(values, q)));
  return `${what.padEnd(9)} event → viewer p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms (${values.length} seen)`;
}

await withRoom(watches, async (running, _work, io) => {
  const { room } = running;
  const timeline = await room.open('main', 'bench', undefined, 4);
  const status = () => ({ state: 'live', since: null, sources: [] });
  const api = await startApi(running, ACCESS, { status }, io);
  const total = PER_SECOND * (QUIET_S + SETTLE_S + SECONDS + 5);
  const source = steadySource(PER_SECOND, total);
  const feeding = runSource(
    { ...timeline, timeline: 'bench', source, mapping: MAPPING_ID, shared: sharedOf(watches), live: true },
    { store: room.engine.store, clock: systemClock },
    signal,
  );
  const quiet = await measured(QUIET_S);
  const viewers = fork(join(import.meta.dirname, 'live-viewers.ts'), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const wish: ViewersWish = { url: api.url, viewers: VIEWERS, began: source.began(), perSecond: PER_SECOND };
  viewers.send(wish);
  await systemClock.sleep(SETTLE_S * 1000, signal);
  viewers.send('count');
  const busy = await measured(SECONDS);
  viewers.send('tell');
  const [saw] = (await once(viewers, 'message')) as [ViewersSaw];
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  console.log(`${PER_SECOND} mentions/s for ${SECONDS} s, ${VIEWERS} viewers`);
  console.log(line('mentions', saw.mentionsMs));
  console.log(line('series', saw.seriesMs));
  console.log(
    `hub       ${percent(busy.cpu - quiet.cpu)} of a core (main thread ${percent(busy.cpu)}, without viewers ${percent(quiet.cpu)})`,
  );
  console.log(`event loop of main late by ${lag(busy.lagMs)}; without viewers ${lag(quiet.lagMs)}`);
  console.log(
    `sent      ${Math.round(saw.messages / SECONDS)} messages/s, ${(saw.bytes / SECONDS / 1e6).toFixed(1)} MB/s; showing 1 in ${(saw.of / saw.shown).toFixed(1)}; ${saw.closed} sent away`,
  );
  await feeding;
  await api.stop();
});
