import type { Column } from '../../runtime/clickhouse/native.ts';
import type { Stream } from '../../schemas/streams.ts';
import type { Result } from '../sink.ts';

/** How a result stream becomes rows of a table. */
export interface Table<T> {
  readonly stream: Stream<T>;
  readonly table: string;
  readonly columns: readonly Column<Result<T>>[];
  /** Version of the settings that a row was made with; the higher one wins over any position. */
  readonly settingsVersion: (value: T) => number;
}

/** What every row begins with: whose it is and which computation made it. */
export function place<T>(): Column<Result<T>>[] {
  return [
    { name: 'workspace', type: 'LowCardinality(String)', of: (row) => row.workspace },
    { name: 'timeline', type: 'LowCardinality(String)', of: (row) => row.timeline },
    { name: 'generation', type: 'UInt16', of: (row) => row.generation },
    { name: 'revision', type: 'UInt64', of: (row) => row.revision },
  ];
}
