import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../app/config/load.ts';
import { startAll, type Running } from '../../app/roles/all.ts';
import { startApi, type RunningApi } from '../../app/roles/api.ts';
import { mappingsOf } from '../../connectors/world/mappings.ts';
import type { WorldOptions } from '../../connectors/world/options.ts';
import { PLATFORMS } from '../../connectors/world/platforms.ts';
import { worldSource } from '../../connectors/world/source.ts';
import type { TruthRow } from '../../connectors/world/truth/rows.ts';
import { truth, type Totals } from '../../connectors/world/truth/truth.ts';
import { mappingName } from '../../ingest/normalise/fold.ts';
import { mappingRecord } from '../../ingest/normalise/mapping-record.ts';
import { runSource } from '../../ingest/runner.ts';
import { encode } from '../../schemas/bytes.ts';
import { capturedIo } from '../support/command-io.ts';

/** A directory into which the accounts of a finite world were read, whole, with what its truth says must have come of it. */
export interface AccountsRun {
  readonly rows: readonly TruthRow[];
  readonly totals: Totals;
  /** Rows of a query, integers as numbers. */
  ask<T>(sql: string): Promise<T[]>;
  /** The parsed answer of a GET that must succeed. */
  get<T>(path: string): Promise<T>;
  close(): Promise<void>;
}

const NUMBERS = { output_format_json_quote_64bit_integers: 0 } as const;

export async function readAccounts(world: WorldOptions, partitions: number): Promise<AccountsRun> {
  const folder = mkdtempSync(join(tmpdir(), 'tideline-accounts-'));
  const { PATH, HOME } = process.env;
  const { io } = capturedIo(folder, { env: { PATH, HOME } });
  const options = { data: join(folder, 'data'), config: undefined, quiet: true };
  const running = await startAll('test', options, loadConfig(options, io), io);
  const rows: TruthRow[] = [];
  const meter = truth((row) => rows.push(row));
  await readWorld(running, world, partitions, meter.add);
  const access = { host: '127.0.0.1', port: 0, mayMove: true, token: undefined, clickhouse: false };
  const status = () => ({ state: 'stopped', since: null, sources: [] });
  const api: RunningApi = await startApi(running, access, { status }, io);
  return {
    rows,
    totals: meter.finish(),
    ask: (sql) => running.client.rows(sql, { settings: NUMBERS }),
    async get<T>(path: string): Promise<T> {
      const response = await fetch(new URL(path, api.url));
      if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as T;
    },
    async close() {
      await api.stop();
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function readWorld(
  { room }: Running,
  world: WorldOptions,
  partitions: number,
  onEvent: ReturnType<typeof truth>['add'],
): Promise<void> {
  const clock = { now: () => world.start + 60 * 86_400_000, sleep: () => Promise.resolve() };
  const signal = AbortSignal.any([room.signal]);
  const timeline = await room.open('main', 'world', partitions, partitions);
  const source = worldSource({ world, kinds: ['post', 'counters', 'profile'], pageItems: 5_000 }, { clock, onEvent });
  const shared = [...mappingsOf(PLATFORMS)].map(([name, mapping]) => ({
    name: mappingName(name),
    value: encode(mappingRecord, mapping),
  }));
  await runSource(
    { ...timeline, timeline: timeline.name, source, mapping: '', shared, live: false },
    { store: room.engine.store, clock },
    signal,
  );
  await room.drained(signal);
}
