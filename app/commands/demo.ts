import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PipelineStatus } from '../../api/schemas/answers.ts';
import { mappingsOf } from '../../connectors/world/mappings.ts';
import { BRANDS, watchesOf } from '../../connectors/world/brands.ts';
import { PLATFORMS } from '../../connectors/world/platforms.ts';
import { worldSource } from '../../connectors/world/source.ts';
import { mappingName } from '../../ingest/normalise/fold.ts';
import { mappingRecord } from '../../ingest/normalise/mapping-record.ts';
import { runSource } from '../../ingest/runner.ts';
import { TidelineError } from '../../runtime/errors.ts';
import { encode } from '../../schemas/bytes.ts';
import { MAIN_WORKSPACE } from '../../schemas/ids.ts';
import { DAY_MS, MINUTE_MS, isoOf, type Instant } from '../../schemas/instants.ts';
import { loadConfig } from '../config/load.ts';
import type { CommandIo } from '../io.ts';
import { tellHeld } from '../log-held.ts';
import { dataOption, type CommonOptions } from '../options.ts';
import { startAll, type Running } from '../roles/all.ts';
import { startApi, type RunningApi } from '../roles/api.ts';
import { watchesRecord } from '../watches-record.ts';

export interface DemoOptions extends CommonOptions {
  /** Of a new world; one that has begun keeps its own. */
  readonly seed: number | undefined;
  /** Begins a new world on a timeline of its own. */
  readonly fresh: boolean;
  /** Of the HTTP API; undefined: the usual one, or any that is free. */
  readonly port: number | undefined;
}

/** A world that has begun goes on as it was made: kept in the data directory. */
interface Begun {
  readonly timeline: string;
  readonly seed: number;
  readonly start: number;
  readonly liveFrom: number;
}

const HISTORY_MS = 7 * DAY_MS;
/** Somebody speaks at least this often. */
const LIVE_MS = 2 * MINUTE_MS;
/** Of history: larger pages are larger commits. */
const PAGE_ITEMS = 16_000;

/** A made-up world of three brands: seven days of history at once, then in real time until a signal; the next run goes on. */
export async function demo(options: DemoOptions, io: CommandIo): Promise<number> {
  const config = loadConfig(options, io);
  const running = await startAll('demo', options, config, io);
  /** Event time that the world has been read up to. */
  let readTo: Instant = 0;
  let api: RunningApi | undefined;
  try {
    api = await startApi(running, options.port, () => statusOf(readTo, io.clock.now()), io);
    const begun = begin(options, running, io);
    const told = `Demo data of invented people and brands, on timeline ${begun.timeline} (seed ${begun.seed}).`;
    io.stderr.write(
      `${told} Ctrl-C stops it, the same command goes on.\nAsk it: ${question(options, begun)}\nor ${api.url}/v1/kpis?timeline=${begun.timeline}&range=24h\n`,
    );
    const onPage = ({ until }: { until: Instant }): void => void (readTo = until);
    await feed(running, begun, config.partitions, options, onPage, io).catch((error: unknown) => {
      if (!io.signal.aborted) throw error;
    });
    return 0;
  } finally {
    await api?.stop();
    await running.stop();
  }
}

function question({ data }: DemoOptions, { timeline }: Begun): string {
  const sql = `SELECT watch, sum(mentions) AS mentions, sum(negative) AS negative FROM mention_windows WHERE timeline = '${timeline}' AND width = '1h' GROUP BY watch ORDER BY mentions DESC`;
  return `npx tideline sql${dataOption(data)} "${sql}"`;
}

function statusOf(readTo: Instant, now: Instant): PipelineStatus {
  const state = now - readTo <= LIVE_MS ? 'live' : 'catching-up';
  const detail = readTo === 0 ? 'not read yet' : `read up to ${isoOf(readTo)}`;
  return { state, since: null, sources: [{ source: 'world', state, detail, until: null }] };
}

function begin({ seed, fresh }: DemoOptions, running: Running, io: CommandIo): Begun {
  const file = join(dirname(running.workDirectory), 'demo.json');
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Begun) : undefined;
  if (known !== undefined && !fresh) {
    if (seed === undefined || seed === known.seed) return known;
    throw new TidelineError(
      'USAGE',
      `The demo of this directory was begun with seed ${known.seed}: leave --seed out, or say --fresh.`,
    );
  }
  const taken = new Set(running.room.engine.timelines.all().map(({ name }) => name));
  let timeline = 'demo';
  for (let n = 2; taken.has(timeline); n++) timeline = `demo-${n}`;
  const now = io.clock.now();
  const begun = { timeline, seed: seed ?? 1, start: now - HISTORY_MS, liveFrom: now };
  writeFileSync(file, `${JSON.stringify(begun)}\n`);
  return begun;
}

async function feed(
  { room }: Running,
  { timeline, seed, start, liveFrom }: Begun,
  usually: number,
  { data }: DemoOptions,
  onPage: (page: { until: Instant }) => void,
  io: CommandIo,
): Promise<void> {
  const opened = await room.open(MAIN_WORKSPACE, timeline, undefined, usually);
  const source = worldSource(
    { world: { seed, start, liveFrom }, kinds: ['mention'], pageItems: PAGE_ITEMS },
    { clock: io.clock },
  );
  const mappings = [...mappingsOf(PLATFORMS)].map(([name, mapping]) => ({
    name: mappingName(name),
    value: encode(mappingRecord, mapping),
  }));
  const watches = await watchesRecord(room, opened, watchesOf(BRANDS), io);
  const signal = AbortSignal.any([io.signal, room.signal]);
  await runSource(
    { ...opened, timeline, source, mapping: '', shared: [watches, ...mappings], live: true },
    {
      store: room.engine.store,
      clock: io.clock,
      onPage,
      onFailure: (id, reason, retryMs) => io.stderr.write(`${id}: ${reason}; trying again in ${retryMs / 1000} s\n`),
      room: (stop) => room.room(stop, tellHeld(io, data)),
    },
    signal,
  );
}
