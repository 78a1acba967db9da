/** What a running, idle Tideline costs, and how soon a warm directory answers. `node tests/bench/idle.bench.ts [SECONDS]` */
import { systemClock } from '../../runtime/time/clock.ts';
import { cpuMsOf, quietIo, residentMb, withRoom } from './room.ts';
import { startAll } from '../../app/roles/all.ts';
import { watchesOf } from './stream.ts';
import { join } from 'node:path';

const SECONDS = Number(process.argv[2] ?? 20);
const { signal } = new AbortController();
const watches = watchesOf(10);

await withRoom(watches, async (running, work) => {
  await running.room.open('main', 'bench', undefined, 4);
  await systemClock.sleep(3_000, signal);
  const pids = [process.pid, running.store.pid];
  const before = pids.map(cpuMsOf).reduce((a, b) => a + b);
  await systemClock.sleep(SECONDS * 1000, signal);
  const cpuMs = pids.map(cpuMsOf).reduce((a, b) => a + b) - before;
  console.log(`idle: RSS ${pids.map(residentMb).join(' + ')} MB, ${(cpuMs / SECONDS / 10).toFixed(1)} % of a core`);
  await running.stop();
  const began = performance.now();
  const config = {
    watches,
    log: { retentionDays: 7, maxBytes: 4e9 },
    store: { memoryBytes: 1.5e9, port: 0 },
    partitions: 4,
  };
  const again = await startAll(
    'bench',
    { data: join(work, 'data'), config: undefined, quiet: true },
    config,
    quietIo(work),
  );
  await again.client.rows('SELECT count() FROM mentions');
  console.log(`warm start to the first answer: ${Math.round(performance.now() - began)} ms`);
  await again.stop();
});
