-- Every table is an upsert table: the key is natural, `revision` decides, and reads say FINAL. Whole rows are replaced.
-- `fsync_*`: an acknowledged insert survives a power cut. `max_suspicious_broken_parts`: what a cut left unfinished must not
-- keep the tables from opening. `old_parts_lifetime`: merged-away parts go early, so a restart has fewer to look at.

-- One row per mention (item x watch). Newest first in the key: FINAL cannot read backwards.
-- workspace, timeline, generation, watch, time, platform and id never change for a mention.
-- A tombstone has is_deleted = 1, the highest revision and may carry no text.
CREATE TABLE IF NOT EXISTS mention_facts
(
  workspace LowCardinality(String),
  timeline LowCardinality(String),
  generation UInt16,
  watch LowCardinality(String),
  platform LowCardinality(String),
  time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  id String CODEC(ZSTD(1)),
  revision UInt64 CODEC(T64, ZSTD(1)),
  is_deleted UInt8,
  author String CODEC(ZSTD(1)),
  url String CODEC(ZSTD(1)),
  lang LowCardinality(String),
  text String CODEC(ZSTD(1)),
  reach UInt32 CODEC(T64, ZSTD(1)),
  class Enum8('negative' = -1, 'neutral' = 0, 'positive' = 1),
  positive Float32 CODEC(ZSTD(1)),
  neutral Float32 CODEC(ZSTD(1)),
  negative Float32 CODEC(ZSTD(1)),
  compound Float32 CODEC(ZSTD(1)),
  late UInt8,
  received DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  trace String CODEC(ZSTD(1)),
  src_partition UInt16,
  src_offset UInt64 CODEC(Delta, ZSTD(1)),
  INDEX text_tokens text TYPE text(tokenizer = splitByNonAlpha, preprocessor = lower(text))
)
ENGINE = ReplacingMergeTree(revision, is_deleted)
PARTITION BY toYYYYMM(time)
ORDER BY (workspace, timeline, generation, watch, time DESC, platform, id DESC)
SETTINGS allow_experimental_reverse_key = 1, index_granularity = 1024,
  fsync_after_insert = 1, fsync_part_directory = 1, max_suspicious_broken_parts = 100000, old_parts_lifetime = 60;

-- One row per watch and window; absolute values, written again whenever they change.
CREATE TABLE IF NOT EXISTS mention_window_facts
(
  workspace LowCardinality(String),
  timeline LowCardinality(String),
  generation UInt16,
  watch LowCardinality(String),
  width LowCardinality(String), -- '1m' or '1h'
  start DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  revision UInt64 CODEC(T64, ZSTD(1)),
  is_deleted UInt8,
  mentions UInt64 CODEC(T64, ZSTD(1)),
  authors UInt64 CODEC(T64, ZSTD(1)),
  reach UInt64 CODEC(T64, ZSTD(1)),
  positive UInt64 CODEC(T64, ZSTD(1)),
  neutral UInt64 CODEC(T64, ZSTD(1)),
  negative UInt64 CODEC(T64, ZSTD(1)),
  complete UInt8
)
ENGINE = ReplacingMergeTree(revision, is_deleted)
ORDER BY (workspace, timeline, generation, watch, width, start)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, max_suspicious_broken_parts = 100000, old_parts_lifetime = 60;

-- Absolute totals of each task: lines, items, dead, matched, repeated, counted, late, …
CREATE TABLE IF NOT EXISTS pipeline_counts
(
  workspace LowCardinality(String),
  timeline LowCardinality(String),
  generation UInt16,
  pipeline LowCardinality(String),
  partition UInt16,
  counter LowCardinality(String),
  revision UInt64,
  value UInt64
)
ENGINE = ReplacingMergeTree(revision)
ORDER BY (workspace, timeline, generation, pipeline, partition, counter)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, max_suspicious_broken_parts = 100000, old_parts_lifetime = 60;

-- Which computation of a pipeline is shown: the one with the highest revision. Written at a timeline's creation (generation 1);
-- to switch is to write one row.
CREATE TABLE IF NOT EXISTS generations
(
  workspace LowCardinality(String),
  timeline LowCardinality(String),
  pipeline LowCardinality(String),
  generation UInt16,
  valid_from DateTime64(3, 'UTC'),
  revision UInt64
)
ENGINE = ReplacingMergeTree(revision)
ORDER BY (workspace, timeline, pipeline, generation)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, max_suspicious_broken_parts = 100000, old_parts_lifetime = 60;

CREATE VIEW IF NOT EXISTS current_generations AS
SELECT workspace, timeline, pipeline, argMax(generation, revision) AS generation
FROM generations
GROUP BY workspace, timeline, pipeline;

-- What people ask. The IN set prunes by the primary key, so the view costs what the table costs. With FINAL, the engine widens
-- what a skip index found to all rows of the same keys, and on a descending key (26.7) that is the whole table: a token search
-- of one watch took 10 times as long as without the index. It serves reads without FINAL that find keys first.
CREATE VIEW IF NOT EXISTS mentions AS
SELECT timeline, watch, platform, id, time, author, text, class, positive, neutral, negative, compound, late
FROM mention_facts FINAL
WHERE (workspace, timeline, generation) IN
  (SELECT workspace, timeline, generation FROM current_generations WHERE pipeline = 'mentions')
SETTINGS use_skip_indexes_if_final = 0;

CREATE VIEW IF NOT EXISTS mention_windows AS
SELECT timeline, watch, width, start, mentions, authors, reach, positive, neutral, negative, complete
FROM mention_window_facts FINAL
WHERE (workspace, timeline, generation) IN
  (SELECT workspace, timeline, generation FROM current_generations WHERE pipeline = 'mentions');

-- A pipeline that was never rebuilt needs no row in generations: its first generation counts.
CREATE VIEW IF NOT EXISTS counts AS
SELECT timeline, counter, sum(value) AS value
FROM pipeline_counts FINAL
WHERE (workspace, timeline, pipeline, generation) IN
    (SELECT workspace, timeline, pipeline, generation FROM current_generations)
  OR (generation = 1 AND (workspace, timeline, pipeline) NOT IN
    (SELECT workspace, timeline, pipeline FROM generations))
GROUP BY timeline, counter;
