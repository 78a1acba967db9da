import type { Count } from '../../schemas/results/count.ts';
import type { MentionScore } from '../../schemas/results/mention-score.ts';
import type { MentionWindow } from '../../schemas/results/mention-window.ts';
import { counts, mentionScores, mentionWindows } from '../../schemas/streams.ts';
import { engagementFacts, growthFacts, postFacts, rateFacts, snapshotFacts } from './account-tables.ts';
import { place, type Table } from './table.ts';

const mentionFacts: Table<MentionScore> = {
  stream: mentionScores,
  table: 'mention_facts',
  columns: [
    ...place<MentionScore>(),
    { name: 'watch', type: 'LowCardinality(String)', of: ({ value }) => value.watch },
    { name: 'platform', type: 'LowCardinality(String)', of: ({ value }) => value.platform },
    { name: 'time', type: "DateTime64(3, 'UTC')", of: ({ value }) => value.time },
    { name: 'id', type: 'String', of: ({ value }) => value.id },
    { name: 'author', type: 'String', of: ({ value }) => value.author },
    { name: 'url', type: 'String', of: ({ value }) => value.url },
    { name: 'lang', type: 'LowCardinality(String)', of: ({ value }) => value.lang },
    { name: 'text', type: 'String', of: ({ value }) => value.text },
    { name: 'reach', type: 'UInt32', of: ({ value }) => value.reach },
    { name: 'class', type: "Enum8('negative' = -1, 'neutral' = 0, 'positive' = 1)", of: ({ value }) => value.class },
    { name: 'positive', type: 'Float32', of: ({ value }) => value.positive },
    { name: 'neutral', type: 'Float32', of: ({ value }) => value.neutral },
    { name: 'negative', type: 'Float32', of: ({ value }) => value.negative },
    { name: 'compound', type: 'Float32', of: ({ value }) => value.compound },
    { name: 'late', type: 'UInt8', of: (row) => Number(row.value.late) },
    { name: 'received', type: "DateTime64(3, 'UTC')", of: ({ value }) => value.received },
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
    { name: 'watch', type: 'LowCardinality(String)', of: ({ value }) => value.watch },
    { name: 'width', type: 'LowCardinality(String)', of: ({ value }) => value.width },
    { name: 'start', type: "DateTime('UTC')", of: ({ value }) => value.start },
    { name: 'mentions', type: 'UInt64', of: ({ value }) => value.mentions },
    { name: 'authors', type: 'UInt64', of: ({ value }) => value.authors },
    { name: 'reach', type: 'UInt64', of: ({ value }) => value.reach },
    { name: 'positive', type: 'UInt64', of: ({ value }) => value.positive },
    { name: 'neutral', type: 'UInt64', of: ({ value }) => value.neutral },
    { name: 'negative', type: 'UInt64', of: ({ value }) => value.negative },
    { name: 'complete', type: 'UInt8', of: (row) => Number(row.value.complete) },
  ],
  settingsVersion: () => 1,
};

const countFacts: Table<Count> = {
  stream: counts,
  table: 'pipeline_counts',
  columns: [
    ...place<Count>(),
    { name: 'pipeline', type: 'LowCardinality(String)', of: ({ value }) => value.pipeline },
    { name: 'partition', type: 'UInt16', of: ({ value }) => value.partition },
    { name: 'counter', type: 'LowCardinality(String)', of: ({ value }) => value.counter },
    { name: 'value', type: 'UInt64', of: ({ value }) => value.value },
  ],
  settingsVersion: () => 1,
};

/** The row's revision: settings version << 48 | input position. */
export function revisionOf(settingsVersion: number, at: number): bigint {
  return (BigInt(settingsVersion) << 48n) | BigInt(at);
}

/** Every table that a stream is carried into. */
export const TABLES = {
  mentionFacts,
  windowFacts,
  postFacts,
  snapshotFacts,
  engagementFacts,
  rateFacts,
  growthFacts,
  countFacts,
} as const;
