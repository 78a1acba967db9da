import type { Column } from '../../runtime/clickhouse/native.ts';
import type { Count } from '../../schemas/results/count.ts';
import type { MentionScore } from '../../schemas/results/mention-score.ts';
import type { MentionWindow } from '../../schemas/results/mention-window.ts';
import { counts, mentionScores, mentionWindows, type Stream } from '../../schemas/streams.ts';
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
function place<T>(): Column<Result<T>>[] {
  return [
    { name: 'workspace', type: 'LowCardinality(String)', of: (row) => row.workspace },
    { name: 'timeline', type: 'LowCardinality(String)', of: (row) => row.timeline },
    { name: 'generation', type: 'UInt16', of: (row) => row.generation },
    { name: 'revision', type: 'UInt64', of: (row) => row.revision },
  ];
}

function column<T>(name: keyof T & string, type: string): Column<Result<T>> {
  return { name, type, of: (row) => row.value[name] };
}

const mentionFacts: Table<MentionScore> = {
  stream: mentionScores,
  table: 'mention_facts',
  columns: [
    ...place<MentionScore>(),
    column('watch', 'LowCardinality(String)'),
    column('platform', 'LowCardinality(String)'),
    column('time', "DateTime64(3, 'UTC')"),
    column('id', 'String'),
    column('author', 'String'),
    column('url', 'String'),
    column('lang', 'LowCardinality(String)'),
    column('text', 'String'),
    column('reach', 'UInt32'),
    column('class', "Enum8('negative' = -1, 'neutral' = 0, 'positive' = 1)"),
    column('positive', 'Float32'),
    column('neutral', 'Float32'),
    column('negative', 'Float32'),
    column('compound', 'Float32'),
    { name: 'late', type: 'UInt8', of: (row) => Number(row.value.late) },
    column('received', "DateTime64(3, 'UTC')"),
    { name: 'trace', type: 'String', of: (row) => row.trace },
    { name: 'src_partition', type: 'UInt16', of: (row) => row.partition },
    { name: 'src_offset', type: 'UInt64', of: (row) => row.offset },
  ],
  // A late copy never replaces the counted row of the same key: it may come after the memory of its id has ended.
  settingsVersion: (value) => (value.late ? 0 : 1),
};

const windowFacts: Table<MentionWindow> = {
  stream: mentionWindows,
  table: 'mention_window_facts',
  columns: [
    ...place<MentionWindow>(),
    column('watch', 'LowCardinality(String)'),
    column('width', 'LowCardinality(String)'),
    column('start', "DateTime('UTC')"),
    column('mentions', 'UInt64'),
    column('authors', 'UInt64'),
    column('reach', 'UInt64'),
    column('positive', 'UInt64'),
    column('neutral', 'UInt64'),
    column('negative', 'UInt64'),
    { name: 'complete', type: 'UInt8', of: (row) => Number(row.value.complete) },
  ],
  settingsVersion: () => 1,
};

const countFacts: Table<Count> = {
  stream: counts,
  table: 'pipeline_counts',
  columns: [
    ...place<Count>(),
    column('pipeline', 'LowCardinality(String)'),
    column('partition', 'UInt16'),
    column('counter', 'LowCardinality(String)'),
    column('value', 'UInt64'),
  ],
  settingsVersion: () => 1,
};

/** The row's revision: settings version << 48 | input position. */
export function revisionOf(settingsVersion: number, at: number): bigint {
  return (BigInt(settingsVersion) << 48n) | BigInt(at);
}

export const TABLES = { mentionFacts, windowFacts, countFacts } as const;
