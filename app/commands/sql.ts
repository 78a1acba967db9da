import { ClickHouseError } from '@clickhouse/client';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClickHouseSettings } from '@clickhouse/client';
import { nearest } from '../../ingest/normalise/nearest.ts';
import type { StoreClient } from '../../runtime/clickhouse/client.ts';
import { TidelineError } from '../../runtime/errors.ts';
import { loadConfig } from '../config/load.ts';
import { existingDirectory } from '../data-directory.ts';
import type { CommandIo } from '../io.ts';
import type { CommonOptions } from '../options.ts';
import { openStore } from '../running-store.ts';

export interface SqlOptions {
  readonly query: string;
  /** A ClickHouse format; a FORMAT in the query wins. */
  readonly format?: string | undefined;
}

const UNKNOWN_TABLE = '60';
const UNKNOWN_FORMAT = '73';

/** Asks as the viewer, who can read and nothing else. A terminal gets a table, a pipe tab-separated values with their names. */
export async function sql(options: CommonOptions & SqlOptions, io: CommandIo): Promise<number> {
  const directory = existingDirectory(options, io);
  const store = await openStore(directory, () => loadConfig(options, io).store, io);
  try {
    await answer(store.client, options, io);
    return 0;
  } finally {
    await store.close();
  }
}

async function answer(client: StoreClient, { query, format }: SqlOptions, io: CommandIo): Promise<void> {
  const chosen = format ?? (io.isTTY ? 'PrettyCompactMonoBlock' : 'TabSeparatedWithNames');
  const settings: ClickHouseSettings = { output_format_pretty_color: io.color ? 1 : 0 };
  try {
    const rows: Readable = await client.stream(query, chosen, { settings, signal: io.signal });
    await pipeline(rows, io.stdout, { end: false, signal: io.signal });
  } catch (error) {
    io.signal.throwIfAborted();
    throw await explained(error, client, chosen);
  }
}

/** The store's own message, and what there is instead of what was asked for. */
async function explained(error: unknown, client: StoreClient, format: string): Promise<unknown> {
  if (!(error instanceof TidelineError) || !(error.cause instanceof ClickHouseError)) return error;
  const { code } = error.cause;
  if (code !== UNKNOWN_TABLE && code !== UNKNOWN_FORMAT) return error;
  const names = await (code === UNKNOWN_TABLE ? tables(client) : formats(client)).catch(() => []);
  const close = code === UNKNOWN_FORMAT ? nearest(format, names) : undefined;
  const choice = close === undefined ? `There are: ${names.join(', ')}.` : `Did you mean ${close}?`;
  return names.length === 0 ? error : new TidelineError(error.code, `${error.message}\n${choice}`, { cause: error });
}

async function tables(client: StoreClient): Promise<string[]> {
  const query = 'SELECT name FROM system.tables WHERE database = currentDatabase() ORDER BY name';
  return (await client.rows<{ name: string }>(query)).map(({ name }) => name);
}

async function formats(client: StoreClient): Promise<string[]> {
  const query = 'SELECT name FROM system.formats WHERE is_output ORDER BY name';
  return (await client.rows<{ name: string }>(query)).map(({ name }) => name);
}
