import { TidelineError } from '../../runtime/errors.ts';
import { hash53 } from '../../runtime/hash.ts';
import type { Clock } from '../../runtime/time/clock.ts';
import { MINUTE_MS, SECOND_MS, type Instant } from '../../schemas/instants.ts';
import type { Page, RawItem, Source } from '../connector.ts';
import type { Kind, WorldEvent } from './event.ts';
import { mappingNameOf } from './mappings.ts';
import type { WorldOptions } from './options.ts';
import { world, type World, type WorldCursor, type WorldStream } from './world.ts';

/** JSON. */
export interface WorldSourceCursor extends WorldCursor {
  /** Of the options: another world has other items. */
  readonly world: number;
}

export interface WorldItem extends RawItem {
  /** Name of the mapping it is read with (`mappingsOf`). */
  readonly mapping: string;
}

export interface WorldSourceOptions {
  /** Default `world`. */
  readonly id?: string;
  readonly world: WorldOptions;
  /** Default: all. */
  readonly kinds?: readonly Kind[];
  readonly pageItems?: number;
  readonly pageBytes?: number;
}

export interface WorldSourceDeps {
  readonly clock: Clock;
  /** Hears of every event handed over, also again if a page is read again: the truth of a running world. */
  readonly onEvent?: (event: WorldEvent) => void;
}

export interface WorldPage extends Page<WorldSourceCursor> {
  readonly items: readonly WorldItem[];
}

export interface WorldSource extends Source<WorldSourceCursor> {
  read(after: WorldSourceCursor | undefined, signal: AbortSignal): Promise<WorldPage>;
}

/** Live, arrivals are handed over in lots of this. */
const POLL_MS = 200;
/** Made at once: a few milliseconds, then everybody else of the thread runs. */
const AT_ONCE = 200;

/**
 * A world as a platform: what arrived up to now, page by page as fast as it is read, and then what arrives, when it does. It resumes
 * exactly, in another process too. Beyond the Source contract, `read` throws REPLAY_CHANGED when the cursor is another world's.
 */
export function worldSource(options: WorldSourceOptions, { clock, onEvent }: WorldSourceDeps): WorldSource {
  const { id = 'world', kinds, pageItems = 2_000, pageBytes = 4_194_304 } = options;
  const its = world(options.world);
  const fingerprint = hash53(JSON.stringify(its.settings));
  let stream: WorldStream | undefined;

  /** The stream at the cursor. When that is not where the last page ended, the page was not stored. */
  const streamAt = (after: WorldSourceCursor | undefined): WorldStream => {
    if (after !== undefined && after.world !== fingerprint) {
      const message = `${id} was begun with other options (seed, start, brands, …); go on with those, or use another --timeline`;
      throw new TidelineError('REPLAY_CHANGED', message);
    }
    const here = stream?.cursor();
    const continues = after !== undefined && here?.at === after.at && here.taken === after.taken;
    if (stream === undefined || !continues) stream = its.open(after);
    return stream;
  };

  const take = async (from: WorldStream, now: Instant): Promise<WorldItem[]> => {
    const items: WorldItem[] = [];
    let bytes = 0;
    for (let seen = 0; seen < pageItems && bytes < pageBytes && (from.nextAt() ?? Infinity) <= now; seen++) {
      const event = from.next();
      if (seen % AT_ONCE === AT_ONCE - 1) await new Promise(setImmediate);
      if (event === undefined || kinds?.includes(event.label.kind) === false) continue;
      onEvent?.(event);
      bytes += event.raw.length;
      items.push(itemOf(event));
    }
    return items;
  };

  return {
    id,
    async read(after, signal) {
      signal.throwIfAborted();
      const from = streamAt(after);
      const now = clock.now();
      const items = await take(from, now);
      const next = from.nextAt();
      const cursor = { ...from.cursor(), world: fingerprint };
      const more = next !== undefined && next <= now;
      const reached = next === undefined ? its.settings.end : more ? cursor.at : now;
      return {
        items,
        cursor,
        coveredUntil: coveredUntil(its, reached),
        nextAt: more ? now : Math.max(next ?? now, now + POLL_MS),
        done: next === undefined,
      };
    },
  };
}

function itemOf({ id, eventTime, platform, raw, origin, malformed, label }: WorldEvent): WorldItem {
  return {
    // What a reader without understanding finds in a line that is cut, or whose time is no time.
    id: malformed === 'not-json' ? '' : id,
    eventTime: malformed === undefined ? eventTime : undefined,
    origin,
    size: raw.length,
    raw,
    mapping: mappingNameOf(platform, label.kind),
  };
}

/**
 * Of what was published before this, nothing more comes in the ordinary way once everything that arrived by `at` is handed over: 5 min
 * for slow items, 90 s for clocks, and what a stalled platform keeps back. The 2 % that are later still are revisions.
 */
function coveredUntil({ settings, stalls }: World, at: Instant): Instant {
  const { faults, platforms, start } = settings;
  const sent = Math.min(...[...platforms.keys()].map((platform) => stalls.arrivedBefore(platform, at)));
  const slow = faults.late ? 5 * MINUTE_MS : 5 * SECOND_MS;
  return Math.max(start, sent - slow - (faults.skew ? 90 * SECOND_MS : 0));
}
