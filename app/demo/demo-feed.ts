import type { Present } from '../../api/request.ts';
import type { PipelineStatus } from '../../api/schemas/answers.ts';
import { BRANDS, watchesOf } from '../../connectors/world/brands.ts';
import { mappingsOf } from '../../connectors/world/mappings.ts';
import { PLATFORMS } from '../../connectors/world/platforms.ts';
import type { WorldSource, WorldSourceCursor } from '../../connectors/world/source.ts';
import { decodeFeed } from '../../ingest/feed.ts';
import { mappingName } from '../../ingest/normalise/fold.ts';
import { mappingRecord } from '../../ingest/normalise/mapping-record.ts';
import { feederName, runSource } from '../../ingest/runner.ts';
import { encode } from '../../schemas/bytes.ts';
import { MAIN_WORKSPACE } from '../../schemas/ids.ts';
import { DAY_MS, isoOf, MINUTE_MS, type Instant } from '../../schemas/instants.ts';
import type { CommandIo } from '../io.ts';
import { tellHeld } from '../log-held.ts';
import type { Running } from '../roles/all.ts';
import { watchesRecord } from '../watches-record.ts';
import type { Begun } from './begun.ts';
import { pacedWorld } from './paced-world.ts';

/** Somebody speaks at least this often. */
const LIVE_MS = 2 * MINUTE_MS;

const CONNECT =
  'Invented people and brands. For your own: `watches:` in tideline.yaml, then `npx tideline replay FILE --mapping M.yaml`; see README.md.';

export interface DemoFeed {
  /** The world's own present. */
  now(): Instant;
  /** Where the timeline's ranges end: the world's present, once what happened before it is stored; until then where its rows do. */
  present(): Present | undefined;
  /** Lines handed over so far, also by earlier runs. */
  lines(): number;
  /** World time that everything was handed over up to by earlier runs; the world's start at first. */
  readonly readBefore: Instant;
  /** Resolves when all that had happened up to the present is handed over and has gone its whole way. */
  readonly caughtUp: Promise<void>;
  status(): PipelineStatus;
  /** Feeds the world into its timeline until the signal aborts; rejects with its reason. */
  run(signal: AbortSignal): Promise<void>;
}

/** The world of a demo as the feed of its timeline. */
export async function demoFeed(
  { room }: Running,
  begun: Begun,
  options: { readonly partitions: number; readonly data: string },
  io: CommandIo,
): Promise<DemoFeed> {
  const { timeline, seed, start, liveFrom, speed } = begun;
  const opened = await room.open(MAIN_WORKSPACE, timeline, undefined, options.partitions);
  const known = decodeFeed<WorldSourceCursor>(
    (await room.engine.store.restore(feederName(MAIN_WORKSPACE, timeline, 'world'))).meta,
  );
  const readBefore = known.cursor?.at ?? start;
  const paced = pacedWorld(
    { world: { seed, start, liveFrom } },
    { speed, from: Math.max(liveFrom, readBefore) },
    io.clock,
  );
  const progress = { until: known.maxTime, lines: known.lines };
  /** The last page held all that had happened; from the first such on, its way to the store is watched, once. */
  let isThere = false;
  let isWatched = false;
  const caughtUp = Promise.withResolvers<void>();
  /** When all of it was stored. */
  let since: Instant | undefined;
  caughtUp.promise.then(
    () => (since = io.clock.now()),
    () => undefined,
  );

  const source: WorldSource = {
    ...paced.source,
    async read(after, signal) {
      const page = await paced.source.read(after, signal);
      isThere = page.nextAt > io.clock.now();
      return page;
    },
  };
  const onPage = (page: typeof progress, signal: AbortSignal): void => {
    Object.assign(progress, page);
    if (!isThere || isWatched) return;
    isWatched = true;
    room.drained(signal).then(caughtUp.resolve, caughtUp.reject);
  };

  return {
    now: paced.now,
    present: () => (since === undefined ? undefined : { at: paced.now(), rate: paced.rate() }),
    lines: () => progress.lines,
    readBefore,
    caughtUp: caughtUp.promise,
    status: () => statusOf(begun, { readTo: progress.until, now: paced.now(), since }),
    async run(signal) {
      const watches = await watchesRecord(room, opened, watchesOf(BRANDS), io);
      await runSource(
        { ...opened, timeline, source, mapping: '', shared: [watches, ...mappingRecords()], live: true },
        {
          store: room.engine.store,
          clock: io.clock,
          onPage: (page) => onPage(page, signal),
          onFailure: (id, why, retryMs) => io.stderr.write(`${id}: ${why}; trying again in ${retryMs / 1000} s\n`),
          room: (stop) => room.room(stop, tellHeld(io, options.data)),
        },
        signal,
      );
    },
  };
}

function mappingRecords(): { name: string; value: Uint8Array }[] {
  return [...mappingsOf(PLATFORMS)].map(([name, mapping]) => ({
    name: mappingName(name),
    value: encode(mappingRecord, mapping),
  }));
}

interface Reached {
  readonly readTo: Instant;
  readonly now: Instant;
  readonly since: Instant | undefined;
}

/** What the API says without asking anybody. Live from when everything up to the present was stored, as long as somebody speaks. */
function statusOf({ timeline, seed, speed, start }: Begun, { readTo, now, since }: Reached): PipelineStatus {
  const isLive = since !== undefined && now - readTo < LIVE_MS * speed;
  const state = isLive ? 'live' : 'catching-up';
  const pace = speed === 1 ? '' : `, ${speed} times as fast as the clock`;
  const read = isLive ? `read up to ${isoOf(readTo)}` : `history, ${days(readTo - start)} of ${days(now - start)} days`;
  const source = { source: 'world', state, detail: `${read}${pace}`, until: null };
  const demo = { timeline, seed, speed, connect: CONNECT };
  return { state, since: isLive ? isoOf(since) : null, sources: [source], demo };
}

function days(ms: number): string {
  return (Math.max(0, ms) / DAY_MS).toFixed(1);
}
