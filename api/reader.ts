import type { ClickHouseSettings } from '@clickhouse/client';
import type { StoreReads } from './store-lane.ts';

export type Params = Readonly<Record<string, string | number | readonly string[] | readonly number[]>>;

/** Asks the store for one request, and adds up what it cost. */
export interface Reader {
  /** Rows as objects by column, integers as numbers. Bounded by `LIMITS`; ends in the store when the request is aborted. */
  rows<Row>(sql: string, params?: Params): Promise<Row[]>;
  readonly rowsRead: number;
}

/** Of one query. What needs more is asked for in smaller pieces, or belongs into an export. */
const LIMITS: ClickHouseSettings = {
  max_execution_time: 20,
  max_memory_usage: '1000000000',
  max_result_rows: '100000',
  result_overflow_mode: 'throw',
  output_format_json_quote_64bit_integers: 0,
  output_format_json_quote_denormals: 0,
  // The text index serves reads without FINAL that find keys first; with FINAL it costs ten times what it saves.
  use_skip_indexes_if_final: 0,
};

interface Answer {
  readonly data: unknown[];
  readonly statistics: { readonly rows_read: number };
}

export function createReader(client: StoreReads, signal: AbortSignal): Reader {
  let rowsRead = 0;
  return {
    get rowsRead() {
      return rowsRead;
    },
    async rows<Row>(sql: string, params: Params = {}): Promise<Row[]> {
      // The only format whose answer says how many rows were read.
      const stream = await client.stream(sql, 'JSON', { params, settings: LIMITS, signal });
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      signal.throwIfAborted();
      const answer = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Answer;
      rowsRead += answer.statistics.rows_read;
      return answer.data as Row[];
    },
  };
}
