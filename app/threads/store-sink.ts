import type { StoreClient } from '../../runtime/clickhouse/client.ts';
import { createInserter, type InsertHealth } from '../../runtime/clickhouse/insert.ts';
import type { Clock } from '../../runtime/time/clock.ts';
import type { Table } from '../../sinks/clickhouse/table.ts';
import type { Result, Sink } from '../../sinks/sink.ts';

const STALL_MS = 15_000;

export interface StoreSinkDeps {
  readonly client: StoreClient;
  readonly clock: Clock;
  /** Says a line to the person at the command line. */
  readonly say: (text: string) => void;
}

export function storeSink<T>(table: Table<T>, deps: StoreSinkDeps): Sink<Result<T>> {
  const { client, clock } = deps;
  const inserter = createInserter({ client, table: table.table, columns: table.columns }, { clock });
  return {
    async write(rows, signal) {
      const over = new AbortController();
      void tellOfStalls(inserter, table.table, deps, AbortSignal.any([signal, over.signal]));
      try {
        return await inserter.insert(rows, signal);
      } finally {
        over.abort();
      }
    },
  };
}

/** Law 9: rows that wait for the store are not waited for in silence. */
async function tellOfStalls(
  inserter: { health(): InsertHealth },
  table: string,
  { clock, say }: StoreSinkDeps,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(STALL_MS, signal).catch(() => undefined);
    const health = inserter.health();
    if (signal.aborted || health.state !== 'stalled') continue;
    const seconds = Math.round((clock.now() - health.since) / 1000);
    say(`rows for ${table} have been waiting ${seconds} s for the store: ${health.reason}`);
  }
}
