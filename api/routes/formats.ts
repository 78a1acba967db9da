import { pipeline, type Readable } from 'node:stream';
import { quoteFormulaCells } from '../quote-cells.ts';

/** By suffix: what the store calls the format, and what the web does. */
export const FORMATS = {
  json: { engine: 'JSON', type: 'application/json' },
  csv: { engine: 'CSVWithNames', type: 'text/csv; charset=utf-8; header=present' },
  ndjson: { engine: 'JSONEachRow', type: 'application/x-ndjson' },
  parquet: { engine: 'Parquet', type: 'application/vnd.apache.parquet' },
  arrow: { engine: 'ArrowStream', type: 'application/vnd.apache.arrow.stream' },
} as const;

/** Arrow's own JavaScript library reads no compressed batches. */
export const FORMAT_SETTINGS = { output_format_arrow_compression_method: 'none' } as const;

export type Format = keyof typeof FORMATS;

/** The bytes to send: as they come from the store, but for what a spreadsheet would run. */
export function bytesOf(answer: Readable, format: Format): Readable {
  if (format !== 'csv') return answer;
  // An error ends the answer, and with it the connection: nothing is left to be told here.
  return pipeline(answer, quoteFormulaCells(), () => undefined);
}
