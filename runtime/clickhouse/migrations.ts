import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TidelineError } from '../errors.ts';
import type { StoreClient } from './client.ts';
import { DATABASE } from './config.ts';

export interface MigrationHooks {
  /**
   * Called after each durable step: `database`, `0001-mentions:1` per statement, `0001-mentions:recorded`. Crash tests throw
   * or kill here; the next run goes on from whatever was done.
   */
  readonly onStep?: (step: string) => void | Promise<void>;
}

export interface MigrationResult {
  /** Names of the files applied by this run. */
  readonly applied: readonly string[];
  /** The schema's version now. */
  readonly version: number;
}

interface Migration {
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
  readonly statements: readonly string[];
}

interface AppliedMigration {
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
}

const FILE = /^(\d{4})-[a-z0-9-]+\.sql$/;

/**
 * Brings the database up to the numbered files of `sqlDirectory`. Each file runs once, in order; its statements are idempotent
 * (IF NOT EXISTS), so a crash between a statement and its record is harmless, and so is a second program doing the same.
 * @throws STORE_REFUSED when an applied file was changed, DIRECTORY_NEWER when the database knows files we do not
 */
export async function migrate(
  client: StoreClient,
  sqlDirectory: string,
  { onStep = () => undefined }: MigrationHooks = {},
): Promise<MigrationResult> {
  const known = readMigrations(sqlDirectory);
  await createDatabase(client);
  await onStep('database');
  const done = await appliedMigrations(client);
  check(known, done);
  const pending = known.slice(done.length);
  for (const migration of pending) {
    for (const [i, statement] of migration.statements.entries()) {
      await client.command(statement);
      await onStep(`${migration.name}:${i + 1}`);
    }
    await record(client, migration);
    await onStep(`${migration.name}:recorded`);
  }
  return { applied: pending.map(({ name }) => name), version: known.length };
}

/** Atomic is asked for by name: the engine's default kind of database knows no refreshable views and renames unsafely. */
async function createDatabase(client: StoreClient): Promise<void> {
  const outside = { database: 'default', params: { name: DATABASE } };
  const there = await client.rows('SELECT 1 FROM system.databases WHERE name = {name:String}', outside);
  if (there.length === 0) {
    await client.command(`CREATE DATABASE IF NOT EXISTS ${DATABASE} ENGINE = Atomic`, { database: 'default' });
  }
  await client.command(`CREATE TABLE IF NOT EXISTS schema_migrations
    (version UInt32, name String, checksum String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3))
    ENGINE = ReplacingMergeTree(applied_at) ORDER BY version
    SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, max_suspicious_broken_parts = 100000`);
}

function appliedMigrations(client: StoreClient): Promise<AppliedMigration[]> {
  return client.rows('SELECT version, name, checksum FROM schema_migrations FINAL ORDER BY version');
}

async function record(client: StoreClient, { version, name, checksum }: Migration): Promise<void> {
  await client.command(
    `INSERT INTO schema_migrations (version, name, checksum) SETTINGS async_insert = 0
     SELECT {version:UInt32}, {name:String}, {checksum:String}`,
    { params: { version, name, checksum } },
  );
}

/** The applied ones must be the first of the known ones, unchanged. */
function check(known: readonly Migration[], done: readonly AppliedMigration[]): void {
  for (const [i, applied] of done.entries()) {
    const file = known[i];
    if (file === undefined) {
      throw new TidelineError(
        'DIRECTORY_NEWER',
        `The store's tables were written by a newer Tideline: it applied migration ${applied.name}, and this one knows ` +
          `${known.length}. Install that version or a later one; nothing was changed.`,
      );
    }
    if (file.version !== applied.version || file.checksum !== applied.checksum) {
      throw new TidelineError(
        'STORE_REFUSED',
        `Migration ${file.name}.sql is not the one this store was made with (${applied.name}, checksum ` +
          `${applied.checksum.slice(0, 12)}). An applied file must not change: restore it, and put the change into a new one.`,
      );
    }
  }
}

function readMigrations(directory: string): readonly Migration[] {
  const files = readdirSync(directory)
    .filter((file) => file.endsWith('.sql'))
    .toSorted();
  return files.map((file, i) => {
    const version = Number(FILE.exec(file)?.[1]);
    if (version !== i + 1) {
      throw new TidelineError(
        'INTERNAL',
        `${join(directory, file)}: migrations are numbered 0001-name.sql, 0002-name.sql, …`,
      );
    }
    const text = readFileSync(join(directory, file), 'utf8').replaceAll('\r\n', '\n');
    const checksum = createHash('sha256').update(text).digest('hex');
    return { version, name: file.slice(0, -'.sql'.length), checksum, statements: statementsOf(text) };
  });
}

/** A statement ends with a semicolon at the end of a line; comments have lines of their own or follow two blanks. */
function statementsOf(text: string): readonly string[] {
  return text
    .replace(/(^|\s)--[^\n]*/g, '$1')
    .split(/;[ \t]*(?:\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
