import type { Page, RawItem, Source } from '../connectors/connector.ts';
import { messageOf, TidelineError } from '../runtime/errors.ts';
import { NO_STATE, type Output, type Partition, type TaskStore } from '../runtime/log/log.ts';
import { encodedOutput } from '../runtime/log/output.ts';
import { partitionOf } from '../runtime/task/partition-of.ts';
import type { Clock } from '../runtime/time/clock.ts';
import { NO_NAME, type Body, type LogRecord } from '../schemas/envelope.ts';
import type { Item } from '../schemas/events/item.ts';
import { DAY_MS, SECOND_MS, type Instant } from '../schemas/instants.ts';
import { intake } from '../schemas/streams.ts';
import { decodeFeed, encodeFeed, type Feed } from './feed.ts';

export interface RunnerOptions<Cursor> {
  readonly workspace: string;
  readonly timeline: string;
  readonly partitions: number;
  readonly source: Source<Cursor>;
  /** Name of the mapping that items are read with which name none. */
  readonly mapping: string;
  /** Broadcast before the first item of this run, in every partition: watches, mappings. */
  readonly shared: readonly { readonly name: string; readonly value: Uint8Array }[];
  /** Once a second a tick says that provisional rows are welcome, also while the source catches up: counts are written then. */
  readonly live: boolean;
}

export interface RunnerDeps {
  readonly store: TaskStore;
  readonly clock: Clock;
  readonly onPage?: (page: { lines: number; until: Instant }) => void;
  /** A source that could not be read now: why, and when it is tried again. */
  readonly onFailure?: (source: string, reason: string, retryMs: number) => void;
  /** Resolves when intake may grow again: the disk bound. */
  readonly room?: (signal: AbortSignal) => Promise<void>;
}

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;

export function feederName(workspace: string, timeline: string, source: string): string {
  return `${workspace}/${timeline}/source/${source}`;
}

/**
 * Reads one source into intake until it is done or the signal aborts. Items, ticks and the cursor of a page are one commit, so a
 * crash reads at most one page twice, and with the embedded log none. A source that fails is tried again with back-off, alone.
 */
export async function runSource<Cursor>(
  options: RunnerOptions<Cursor>,
  deps: RunnerDeps,
  signal: AbortSignal,
): Promise<Feed<Cursor>> {
  const { source } = options;
  const { clock, store } = deps;
  const task = feederName(options.workspace, options.timeline, source.id);
  const feed = decodeFeed<Cursor>((await store.restore(task)).meta);
  const commit = async (page: readonly LogRecord<Item>[][]): Promise<void> => {
    const outputs = page.flatMap((records, partition) => outputOf(options, partition, records));
    await store.commit([{ task, input: undefined, next: feed.lines, meta: encodeFeed(feed), ...NO_STATE, outputs }]);
  };
  await commit(broadcast(options, clock.now()));
  let retryMs = FIRST_RETRY_MS;
  while (!feed.done) {
    signal.throwIfAborted();
    await deps.room?.(signal);
    let page: Page<Cursor>;
    try {
      page = await source.read(feed.cursor, signal);
      retryMs = FIRST_RETRY_MS;
    } catch (error) {
      if (signal.aborted || (error instanceof TidelineError && !error.retryable)) throw error;
      deps.onFailure?.(source.id, messageOf(error), retryMs);
      await clock.sleep(retryMs, signal);
      retryMs = Math.min(LAST_RETRY_MS, retryMs * 2);
      continue;
    }
    await commit(recordsOf(options, feed, page, clock.now()));
    deps.onPage?.({ lines: feed.lines, until: feed.maxTime });
    const waitMs = page.nextAt - clock.now();
    if (!page.done && waitMs > 0) await clock.sleep(waitMs, signal);
  }
  return feed;
}

function outputOf<C>(
  { workspace, timeline }: RunnerOptions<C>,
  partition: number,
  records: readonly LogRecord<Item>[],
): Output[] {
  if (records.length === 0) return [];
  const to: Partition<Item> = { workspace, timeline, stream: intake, generation: 0, partition };
  return [encodedOutput(to, { workspace, timeline, producer: '', generation: 0, previous: NO_NAME, records })];
}

function control(time: Instant, now: Instant, body: Body<Item>): LogRecord<Item> {
  return { key: '', eventTime: time, receivedTime: now, trace: '', subject: '', name: undefined, ...body };
}

function broadcast<C>({ partitions, shared }: RunnerOptions<C>, now: Instant): LogRecord<Item>[][] {
  return Array.from({ length: partitions }, () => shared.map((value) => control(now, now, { kind: 'shared', value })));
}

/**
 * The records of a page by partition. Law 2: a tick goes to every partition before an item that crosses a second; it is the largest
 * time handed over so far, never beyond now, never backwards. Times more than a day ahead are somebody's broken clock: they move nothing.
 */
function recordsOf<C>(options: RunnerOptions<C>, feed: Feed<C>, page: Page<C>, now: Instant): LogRecord<Item>[][] {
  const records: LogRecord<Item>[][] = Array.from({ length: options.partitions }, () => []);
  const toAll = (body: Body<Item>): void => {
    for (const one of records) one.push(control(feed.lastTick, now, body));
  };
  const tickAt = (time: Instant, flags: { live: boolean; final: boolean }): void => {
    feed.lastTick = Math.max(feed.lastTick, Math.min(now, time));
    toAll({ kind: 'tick', value: { time: feed.lastTick, ...flags } });
  };
  for (const item of page.items) {
    if (item.eventTime !== undefined && item.eventTime <= now + DAY_MS) {
      feed.minTime = feed.minTime === 0 ? item.eventTime : Math.min(feed.minTime, item.eventTime);
      feed.maxTime = Math.max(feed.maxTime, item.eventTime);
    }
    const second = Math.floor(Math.min(now, feed.maxTime) / SECOND_MS) * SECOND_MS;
    if (second > feed.lastTick) tickAt(second, { live: false, final: false });
    records[partitionOf(item.id === '' ? item.origin : item.id, options.partitions)]?.push(
      itemRecord(options, item, now),
    );
    feed.lines++;
  }
  feed.cursor = page.cursor;
  feed.done = page.done;
  if (page.done) {
    if (page.coveredUntil > 0)
      toAll({ kind: 'coverage', value: { source: options.source.id, from: feed.minTime, to: feed.maxTime } });
    tickAt(feed.maxTime, { live: false, final: true });
  } else if (options.live && now - feed.lastLive >= SECOND_MS) {
    feed.lastLive = now;
    tickAt(feed.maxTime, { live: true, final: false });
  }
  return records;
}

function itemRecord<C>({ source, mapping }: RunnerOptions<C>, item: RawItem, now: Instant): LogRecord<Item> {
  const { id, eventTime, origin, size, raw } = item;
  const value: Item = { source: source.id, mapping: item.mapping ?? mapping, origin, size, raw };
  return { ...control(eventTime ?? now, now, { kind: 'data', value }), key: id };
}
