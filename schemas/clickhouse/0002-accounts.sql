-- Posts of accounts, what platforms counted of them, and what follows from that. As in 0001: upsert tables, read with FINAL.

-- One row per post. Newest first in the key: FINAL cannot read backwards.
-- workspace, timeline, generation, time, platform, account and id never change for a post.
CREATE TABLE IF NOT EXISTS account_post_facts
(
  workspace LowCardinality(String),
  timeline LowCardinality(String),
  generation UInt16,
  time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  platform LowCardinality(String),
  account LowCardinality(String),
  id String CODEC(ZSTD(1)),
  revision UInt64 CODEC(T64, ZSTD(1)),
  is_deleted UInt8,
  url String CODEC(ZSTD(1)),
  lang LowCardinality(String),
  text String CODEC(ZSTD(1)),
  late UInt8,
  received DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(revision, is_deleted)
PARTITION BY toYYYYMM(time)
ORDER BY (workspace, timeline, generation, time DESC, platform, account, id)
SETTINGS allow_experimental_reverse_key = 1,
  fsync_after_insert = 1, fsync_part_directory = 1, max_suspicious_broken_parts = 100000, old_parts_lifetime = 60;

-- One row per snapshot of counters, of a post or (post = '') of a profile: cumulative, as the platform said; null where it did not.
CREATE TABLE IF NOT EXISTS account_snapshot_facts
(
  workspace LowCardinality(String),
  timeline LowCardinality(String),
  generation UInt16,
  platform LowCardinality(String),
  account LowCardinality(String),
  post String CODEC(ZSTD(1)),
  time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  revision UInt64 CODEC(T64, ZSTD(1)),
  is_deleted UInt8,
  likes Nullable(UInt64) CODEC(T64, ZSTD(1)),
  comments Nullable(UInt64) CODEC(T64, ZSTD(1)),
  shares Nullable(UInt64) CODEC(T64, ZSTD(1)),
  views Nullable(UInt64) CODEC(T64, ZSTD(1)),
  reach Nullable(UInt64) CODEC(T64, ZSTD(1)),
  followers Nullable(UInt64) CODEC(T64, ZSTD(1)),
  following Nullable(UInt64) CODEC(T64, ZSTD(1)),
  posts Nullable(UInt64) CODEC(T64, ZSTD(1)),
  late UInt8,
  received DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(revision, is_deleted)
ORDER BY (workspace, timeline, generation, platform, account, post, time)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, max_suspicious_broken_parts = 100000, old_parts_lifetime = 60;

-- One row per account and window; absolute sums, written again whenever they change. Gains are negative where more was taken back.
CREATE TABLE IF NOT EXISTS engagement_window_facts
(
  workspace LowCardinality(String),
  timeline LowCardinality(String),
  generation UInt16,
  platform LowCardinality(String),
  account LowCardinality(String),
  width LowCardinality(String), -- '1h' or '1d'
  start DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  revision UInt64 CODEC(T64, ZSTD(1)),
  is_deleted UInt8,
  posts UInt64 CODEC(T64, ZSTD(1)),
  snapshots UInt64 CODEC(T64, ZSTD(1)),
  likes Int64 CODEC(T64, ZSTD(1)),
  comments Int64 CODEC(T64, ZSTD(1)),
  shares Int64 CODEC(T64, ZSTD(1)),
  views Int64 CODEC(T64, ZSTD(1)),
  reach Int64 CODEC(T64, ZSTD(1)),
  resets UInt64 CODEC(T64, ZSTD(1)),
  deletions UInt64 CODEC(T64, ZSTD(1)),
  complete UInt8
)
ENGINE = ReplacingMergeTree(revision, is_deleted)
ORDER BY (workspace, timeline, generation, width, platform, account, start)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, max_suspicious_broken_parts = 100000, old_parts_lifetime = 60;

-- One row per account and hour at which its last two weeks changed. The newest one at or before an instant is valid there.
CREATE TABLE IF NOT EXISTS engagement_rate_facts
(
  workspace LowCardinality(String),
  timeline LowCardinality(String),
  generation UInt16,
  platform LowCardinality(String),
  account LowCardinality(String),
  until DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  revision UInt64 CODEC(T64, ZSTD(1)),
  is_deleted UInt8,
  posts UInt64 CODEC(T64, ZSTD(1)),
  interactions Int64 CODEC(T64, ZSTD(1)),
  reach Int64 CODEC(T64, ZSTD(1)),
  days UInt8,
  posts_before UInt64 CODEC(T64, ZSTD(1)),
  interactions_before Int64 CODEC(T64, ZSTD(1)),
  reach_before Int64 CODEC(T64, ZSTD(1)),
  days_before UInt8,
  log_ratio Nullable(Float64), -- ln(rate / rate before); null where one of the weeks has too little to tell
  log_ratio_error Nullable(Float64)
)
ENGINE = ReplacingMergeTree(revision, is_deleted)
ORDER BY (workspace, timeline, generation, platform, account, until)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, max_suspicious_broken_parts = 100000, old_parts_lifetime = 60;

-- One row per profile and window. Each counter as the newest snapshot in the window says that has it; null: none has.
CREATE TABLE IF NOT EXISTS profile_growth_facts
(
  workspace LowCardinality(String),
  timeline LowCardinality(String),
  generation UInt16,
  platform LowCardinality(String),
  account LowCardinality(String),
  width LowCardinality(String), -- '1h' or '1d'
  start DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  revision UInt64 CODEC(T64, ZSTD(1)),
  is_deleted UInt8,
  snapshots UInt64 CODEC(T64, ZSTD(1)),
  gained Int64 CODEC(T64, ZSTD(1)),
  followers Nullable(UInt64) CODEC(T64, ZSTD(1)),
  following Nullable(UInt64) CODEC(T64, ZSTD(1)),
  posts Nullable(UInt64) CODEC(T64, ZSTD(1)),
  complete UInt8
)
ENGINE = ReplacingMergeTree(revision, is_deleted)
ORDER BY (workspace, timeline, generation, width, platform, account, start)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, max_suspicious_broken_parts = 100000, old_parts_lifetime = 60;

-- Posts with each of their counters as it was last known: null, never. `observed` is when the newest snapshot was read (1970: never).
CREATE VIEW IF NOT EXISTS posts AS
SELECT timeline, platform, account, id, time, url, lang, text, likes, comments, shares, views, reach, interactions, observed, late
FROM
(
  SELECT * FROM account_post_facts FINAL
  WHERE (workspace, timeline, generation) IN
    (SELECT workspace, timeline, generation FROM current_generations WHERE pipeline = 'accounts')
) AS post
LEFT JOIN
(
  SELECT workspace, timeline, generation, platform, account, post AS id, max(time) AS observed,
    argMax(s.likes, time) AS likes, argMax(s.comments, time) AS comments, argMax(s.shares, time) AS shares,
    argMax(s.views, time) AS views, argMax(s.reach, time) AS reach,
    if(coalesce(likes, comments, shares) IS NULL, NULL, ifNull(likes, 0) + ifNull(comments, 0) + ifNull(shares, 0)) AS interactions
  FROM account_snapshot_facts AS s FINAL
  WHERE post != '' AND (workspace, timeline, generation) IN
    (SELECT workspace, timeline, generation FROM current_generations WHERE pipeline = 'accounts')
  GROUP BY workspace, timeline, generation, platform, account, post
) AS counted
USING (workspace, timeline, generation, platform, account, id);

CREATE VIEW IF NOT EXISTS engagement_windows AS
SELECT timeline, platform, account, width, start, posts, snapshots, likes, comments, shares, views, reach, resets, deletions, complete
FROM engagement_window_facts FINAL
WHERE (workspace, timeline, generation) IN
  (SELECT workspace, timeline, generation FROM current_generations WHERE pipeline = 'accounts');

CREATE VIEW IF NOT EXISTS engagement_rates AS
SELECT timeline, platform, account, until, posts, interactions, reach, days, posts_before, interactions_before, reach_before, days_before, log_ratio, log_ratio_error
FROM engagement_rate_facts FINAL
WHERE (workspace, timeline, generation) IN
  (SELECT workspace, timeline, generation FROM current_generations WHERE pipeline = 'accounts');

CREATE VIEW IF NOT EXISTS profile_growth AS
SELECT timeline, platform, account, width, start, snapshots, gained, followers, following, posts, complete
FROM profile_growth_facts FINAL
WHERE (workspace, timeline, generation) IN
  (SELECT workspace, timeline, generation FROM current_generations WHERE pipeline = 'accounts');
