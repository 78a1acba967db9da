import type { StoreClient } from '../../runtime/clickhouse/client.ts';
import { createInserter, type InsertHealth } from '../../runtime/clickhouse/insert.ts';
import type { Clock } from '../../runtime/time/clock.ts';
import type { Table } from '../../sinks/clickhouse/table.ts';
import type { Result, Sink } from '../../sinks/sink.ts';

/** Who looks at a page wants to know soon; who reads a terminal, not so often. */
const LOOK_MS = 5_000;
const LOOKS_PER_LINE = 3;

export interface StoreSinkDeps {
  readonly client: StoreClient;
  readonly clock: Clock;
  /** Says a line to the person at the command line. */
  readonly say: (text: string) => void;
  /** Hears what keeps rows from being stored, and undefined once nothing does. */
  readonly trouble: (about: string, text: string | undefined) => void;
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
  { clock, say, trouble }: StoreSinkDeps,
  signal: AbortSignal,
): Promise<void> {
  let looks = 0;
  for (;;) {
    await clock.sleep(LOOK_MS, signal).catch(() => undefined);
    if (signal.aborted) break;
    const health = inserter.health();
    if (health.state !== 'stalled') continue;
    looks += 1;
    trouble(table, `New rows are waiting. ${withoutStatement(health.reason)}`);
    const seconds = Math.round((clock.now() - health.since) / 1000);
    if (looks % LOOKS_PER_LINE === 0)
      say(`rows for ${table} have been waiting ${seconds} s for the store: ${health.reason}`);
  }
  if (looks > 0) trouble(table, undefined);
}

/** What was being asked of the store helps nobody who looks at a page. */
function withoutStatement(reason: string): string {
  return reason.replace(/ \(`[^]*?`\)(?=:)/, '');
}
