/**
 * From intake acknowledged to visible by SQL, at a steady rate. `node tests/bench/latency.bench.ts [PER_SECOND] [SECONDS]`
 * A mention is visible when the table holds as many rows as were acknowledged before it; a window when the sums do.
 */
import { runSource } from '../../ingest/runner.ts';
import { systemClock } from '../../runtime/time/clock.ts';
import { MAPPING_ID, quantile, sharedOf, withRoom } from './room.ts';
import { steadySource } from './steady-source.ts';
import { watchesOf } from './stream.ts';

const PER_SECOND = Number(process.argv[2] ?? 10_000);
const SECONDS = Number(process.argv[3] ?? 20);
const watches = watchesOf(100);

await withRoom(watches, async ({ room, client }) => {
  const signal = new AbortController().signal;
  const { partitions } = await room.open('main', 'bench', undefined, 4);
  const acked: { lines: number; at: number }[] = [];
  const seen: Record<'mentions' | 'windows', number[]> = { mentions: [], windows: [] };
  let over = false;
  const watch = async (what: 'mentions' | 'windows', sql: string): Promise<void> => {
    let next = 0;
    while (!over || next < acked.length) {
      const [row] = await client.rows<{ n: string }>(sql);
      const now = performance.now();
      for (; next < acked.length && (acked[next]?.lines ?? Infinity) <= Number(row?.n ?? 0); next++)
        seen[what].push(now - (acked[next]?.at ?? now));
      await systemClock.sleep(15, signal);
    }
  };
  const feeding = runSource(
    {
      workspace: 'main',
      timeline: 'bench',
      partitions,
      source: steadySource(PER_SECOND, PER_SECOND * SECONDS),
      mapping: MAPPING_ID,
      shared: sharedOf(watches),
      live: true,
    },
    {
      store: room.engine.store,
      clock: systemClock,
      onPage: ({ lines }) => acked.push({ lines, at: performance.now() }),
    },
    signal,
  ).then(() => (over = true));
  await Promise.all([
    feeding,
    watch('mentions', 'SELECT count() AS n FROM mention_facts'),
    watch('windows', "SELECT sum(mentions) AS n FROM mention_windows WHERE width = '1m'"),
  ]);
  for (const [what, values] of Object.entries(seen)) {
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((q) => Math.round(quantile(values, q)));
    console.log(
      `${what.padEnd(8)} at ${PER_SECOND}/s for ${SECONDS} s: acknowledged → visible p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms (${values.length} pages)`,
    );
  }
});
