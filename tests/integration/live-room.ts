import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startAll, type Running } from '../../app/roles/all.ts';
import { loadConfig } from '../../app/config/load.ts';
import { startApi } from '../../app/roles/api.ts';
import { BRANDS, watchesOf } from '../../connectors/world/brands.ts';
import { mappingsOf } from '../../connectors/world/mappings.ts';
import { PLATFORMS } from '../../connectors/world/platforms.ts';
import { worldSource, type WorldSourceCursor } from '../../connectors/world/source.ts';
import type { Source } from '../../connectors/connector.ts';
import { mappingName, WATCHES } from '../../ingest/normalise/fold.ts';
import { mappingRecord } from '../../ingest/normalise/mapping-record.ts';
import { watchSetRecord } from '../../ingest/normalise/watch-record.ts';
import { runSource } from '../../ingest/runner.ts';
import { createBell } from '../../runtime/log/embedded/bell.ts';
import type { Clock } from '../../runtime/time/clock.ts';
import { encode } from '../../schemas/bytes.ts';
import { DAY_MS, type Instant } from '../../schemas/instants.ts';
import { capturedIo, temporaryDirectory } from '../support/command-io.ts';

const TIMELINE = 'world';
const PARTITIONS = 2;

export interface LiveRoom {
  readonly url: string;
  readonly running: Running;
  /** Lets the world go on to this instant; resolves when all of it is stored. */
  goOn(until: Instant): Promise<void>;
  /** Rows of a query to the store. */
  sql<T>(text: string): Promise<T[]>;
  /** The server and everything behind it; the directory stays. */
  stop(): Promise<void>;
}

export interface WorldDirectory {
  /** Where the world began, so many whole days before today. */
  readonly start: Instant;
  open(): Promise<LiveRoom>;
}

/** A directory for a seeded world that goes on when a test says so, and the whole product over it, as often as it is opened. */
export function worldDirectory(seed: number, days = 2): WorldDirectory {
  const directory = temporaryDirectory();
  const { PATH, HOME } = process.env;
  const { io } = capturedIo(directory, { env: { PATH, HOME } });
  const start = Math.floor((io.clock.now() - days * DAY_MS) / DAY_MS) * DAY_MS;

  async function open(): Promise<LiveRoom> {
    const common = { data: join(directory, 'data'), config: undefined, quiet: true };
    const running = await startAll('test', common, loadConfig(common, io), io);
    const undo: (() => Promise<unknown>)[] = [() => running.stop()];
    const stop = async (): Promise<void> => {
      for (const step of undo.splice(0).toReversed()) await step();
    };
    onTestFinished(stop);
    const world = await feed(running, seed, start, io.clock);
    undo.push(world.stop);
    const access = { host: '127.0.0.1', port: 0, mayMove: true, token: undefined, clickhouse: false };
    const status = () => ({ state: 'live', since: null, sources: [] });
    const api = await startApi(running, access, { status }, io);
    undo.push(() => api.stop());
    return {
      url: api.url,
      running,
      goOn: world.goOn,
      sql: (text) => running.client.rows(text, { settings: { output_format_json_quote_64bit_integers: 0 } }),
      stop,
    };
  }
  return { start, open };
}

/** Feeds the world into its timeline, up to where it may go on. */
async function feed({ room }: Running, seed: number, start: Instant, clock: Clock) {
  const timeline = await room.open('main', TIMELINE, undefined, PARTITIONS);
  const stopping = new AbortController();
  const [opened, passed] = [createBell(), createBell()];
  const gate = { until: 0, read: 0, reached: 0 };
  const world = worldSource(
    { world: { seed, start, liveFrom: start + 7 * DAY_MS }, kinds: ['mention'] },
    { clock: { ...clock, now: () => gate.until } },
  );
  const source: Source<WorldSourceCursor> = {
    id: world.id,
    async read(after, signal) {
      while (gate.read >= gate.until) await opened.next(signal);
      const page = await world.read(after, signal);
      if (page.nextAt > gate.until) gate.reached = gate.until;
      return { ...page, nextAt: 0 };
    },
  };
  const mappings = [...mappingsOf(PLATFORMS)].map(([name, mapping]) => ({
    name: mappingName(name),
    value: encode(mappingRecord, mapping),
  }));
  const watches = { name: WATCHES, value: encode(watchSetRecord, { version: 1, watches: watchesOf(BRANDS) }) };
  const onPage = (): void => {
    gate.read = gate.reached;
    passed.ring();
  };
  const running = runSource(
    { ...timeline, timeline: TIMELINE, source, mapping: '', shared: [watches, ...mappings], live: true },
    { store: room.engine.store, clock, onPage },
    stopping.signal,
  ).catch((error: unknown) => {
    if (!stopping.signal.aborted) throw error;
  });
  return {
    async goOn(until: Instant): Promise<void> {
      gate.until = until;
      opened.ring();
      while (gate.read < until) await Promise.race([passed.next(stopping.signal), running]);
      await room.drained(stopping.signal);
    },
    async stop(): Promise<void> {
      stopping.abort(new Error('enough'));
      await running;
    },
  };
}
