import { ClickHouseError, type ClickHouseSettings } from '@clickhouse/client';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { StoreClient } from '../../runtime/clickhouse/client.ts';
import { TidelineError } from '../../runtime/errors.ts';
import { loadConfig } from '../config/load.ts';
import { existingDirectory } from '../existing-directory.ts';
import type { CommandIo } from '../io.ts';
import type { CommonOptions } from '../options.ts';
import { openStore } from '../running-store.ts';
import { viewsIn } from '../views.ts';

export interface SqlOptions {
  readonly query: string;
  /** A ClickHouse format; a FORMAT in the query wins. */
  readonly format?: string | undefined;
}

const UNKNOWN_TABLE = '60';
const UNKNOWN_COLUMN = '47';
const SYNTAX = '62';
/** The grammar's words at a place, often fewer than a dozen; a list of everything helps nobody. */
const MOST_EXPECTED = 12;
/** What people ask: the views, without the one that only other views read. Tables hold old revisions and come and go. */
const VIEWS = `SELECT name FROM system.tables
WHERE database = currentDatabase() AND engine = 'View' AND name != 'current_generations'
ORDER BY name NOT LIKE 'mention%', length(name)`;

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
    throw await explained(error, query, client);
  }
}

/** The store's own message, with what helps to mend the query: the views there are, their columns, what the grammar expected. */
async function explained(error: unknown, query: string, client: StoreClient): Promise<unknown> {
  if (!(error instanceof TidelineError) || !(error.cause instanceof ClickHouseError)) return error;
  const more = await hint(error.cause, query, client);
  return more === '' ? error : new TidelineError(error.code, error.message + more, { cause: error });
}

async function hint({ code, message }: ClickHouseError, query: string, client: StoreClient): Promise<string> {
  switch (code) {
    case UNKNOWN_TABLE: {
      const names = await viewNames(client);
      return names.length === 0 ? '' : `\nThere are: ${names.join(', ')}.`;
    }
    case UNKNOWN_COLUMN:
      return viewsIn(query)
        .map((line) => `\n${line}.`)
        .join('');
    case SYNTAX:
      return expected(message);
    default:
      return '';
  }
}

function expected(message: string): string {
  const list = /Expected one of: ([^]*?)\.?\s*(?:\(SYNTAX_ERROR\)[^]*)?$/.exec(message)?.[1];
  if (list === undefined) return '';
  const words = list.split(', ');
  const more = words.length > MOST_EXPECTED ? `, and ${words.length - MOST_EXPECTED} more` : '';
  return `\nExpected here: ${words.slice(0, MOST_EXPECTED).join(', ')}${more}.`;
}

/** The first error is the one to show: a question about it that fails too answers nothing. */
async function viewNames(client: StoreClient): Promise<string[]> {
  try {
    return (await client.rows<{ name: string }>(VIEWS)).map(({ name }) => name);
  } catch {
    return [];
  }
}
