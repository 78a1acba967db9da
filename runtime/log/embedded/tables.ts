/**
 * The embedded log: one SQLite file. A chunk of records per row, its rowid = log << 40 | first offset, so a partition's chunks lie
 * side by side. State rows hold their timer, so that a key, its timer and its report mark change in one place; keys that are only
 * remembered for a while lie in runs without timer (runtime/task/seen-keys.ts).
 */
export const FORMAT = 3;

export const TABLES = `
CREATE TABLE IF NOT EXISTS logs (
  id INTEGER PRIMARY KEY,
  workspace TEXT NOT NULL, timeline TEXT NOT NULL, stream TEXT NOT NULL, generation INTEGER NOT NULL, partition INTEGER NOT NULL,
  first INTEGER NOT NULL DEFAULT 0,
  next INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0,
  UNIQUE (workspace, timeline, stream, generation, partition)
);
CREATE TABLE IF NOT EXISTS chunks (
  id INTEGER PRIMARY KEY,
  count INTEGER NOT NULL,
  received INTEGER NOT NULL,
  bytes BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS tasks (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  input INTEGER,
  next INTEGER NOT NULL,
  meta BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS state (
  task INTEGER NOT NULL, fold TEXT NOT NULL, key TEXT NOT NULL,
  due INTEGER, report INTEGER NOT NULL, value BLOB NOT NULL,
  PRIMARY KEY (task, fold, key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS timers ON state (task, due, fold, key) WHERE due IS NOT NULL;
CREATE INDEX IF NOT EXISTS reports ON state (task, fold, key) WHERE report = 1;
CREATE TABLE IF NOT EXISTS seen_runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  task INTEGER NOT NULL, fold TEXT NOT NULL, span INTEGER NOT NULL, run INTEGER NOT NULL,
  filter BLOB,
  UNIQUE (task, fold, span, run)
);
CREATE TABLE IF NOT EXISTS seen_keys (run INTEGER NOT NULL, key TEXT NOT NULL, PRIMARY KEY (run, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS forgotten_runs (id INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS timelines (
  workspace TEXT NOT NULL, name TEXT NOT NULL, partitions INTEGER NOT NULL, created INTEGER NOT NULL,
  PRIMARY KEY (workspace, name)
) WITHOUT ROWID;
`;

/** What brings a file of the format before to each format; after TABLES, in the same transaction. */
export const UPGRADES: Readonly<Record<number, string>> = {
  // Seen ids had a state row and a timer each. Run 4 is the first one of full size.
  2: `
CREATE TEMP TABLE ids AS
  SELECT task, fold, key, (due + 21599999) / 21600000 AS span,
    4 + (row_number() OVER (PARTITION BY task, fold, (due + 21599999) / 21600000 ORDER BY key) - 1) / 131072 AS run
  FROM state WHERE fold = 'drop-repeats' AND due IS NOT NULL;
INSERT INTO seen_runs (task, fold, span, run) SELECT DISTINCT task, fold, span, run FROM ids;
INSERT INTO seen_keys (run, key) SELECT seen_runs.id, key FROM ids JOIN seen_runs USING (task, fold, span, run);
DROP TABLE ids;
DELETE FROM state WHERE fold = 'drop-repeats';
`,
  // Chunks of format 2 (schemas/envelope.ts): those of format 1 stay as they are.
  3: '',
};
