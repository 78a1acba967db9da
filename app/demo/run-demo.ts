import type { Present } from '../../api/request.ts';
import { dirname } from 'node:path';
import type { StoreClient } from '../../runtime/clickhouse/client.ts';
import { TidelineError } from '../../runtime/errors.ts';
import { MAIN_WORKSPACE } from '../../schemas/ids.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type Instant } from '../../schemas/instants.ts';
import { apiAccess } from '../api-access.ts';
import type { Resolved } from '../config/load.ts';
import type { CommandIo } from '../io.ts';
import { dataOption, type CommonOptions } from '../options.ts';
import { progress } from '../progress.ts';
import type { Running } from '../roles/all.ts';
import { startApi } from '../roles/api.ts';
import { watchesIn } from '../watches-in.ts';
import { beginDemo, type Begun, type DemoWish } from './begun.ts';
import { demoFeed, type DemoFeed } from './demo-feed.ts';

/** Less is read in no time, and not worth a line. */
const WORTH_TELLING_MS = HOUR_MS;
const LOOK_EVERY_MS = 500;

/**
 * A made-up world with its page and API, until a signal: eight days of history at once, then at its speed; the next run goes on. The
 * page is open while history fills; the address is the last line said.
 */
export async function runDemo(
  running: Running,
  resolved: Resolved,
  options: CommonOptions & DemoWish,
  io: CommandIo,
): Promise<void> {
  const access = apiAccess(resolved, io);
  const timelines = running.room.engine.timelines.all().map(({ name }) => name);
  const begun = beginDemo(dirname(running.workDirectory), options, timelines, io.clock.now());
  const feed = await demoFeed(running, begun, { partitions: resolved.config.partitions, data: options.data }, io);
  const { timeline } = begun;
  const present = (asked: string): Present | undefined => (asked === timeline ? feed.present() : undefined);
  const facts = { status: feed.status, home: timeline, present, watches: watchesIn(running) };
  const api = await startApi(running, access, facts, io);
  const ended = new AbortController();
  const signal = AbortSignal.any([io.signal, running.room.signal, ended.signal]);
  try {
    if (!options.quiet) io.stderr.write(`${greeting(begun, api.url)}\n`);
    await Promise.all([feed.run(signal), tellReady(running, begun, feed, { ...options, url: api.url }, signal, io)]);
  } catch (error) {
    if (!io.signal.aborted) throw error;
  } finally {
    ended.abort(new Error('the demo ends'));
    await api.stop();
  }
}

function greeting({ timeline, seed, speed }: Begun, url: string): string {
  const pace = speed === 1 ? 'in real time' : `${speed} times as fast as the clock`;
  return (
    `Demo: invented people talk about invented brands (timeline ${timeline}, seed ${seed}), ${pace}.\n` +
    `The page is open and fills while history is made: ${url}`
  );
}

/** Progress until the present is reached, then what can be done here, and where. */
async function tellReady(
  { client }: Running,
  begun: Begun,
  feed: DemoFeed,
  options: CommonOptions & { readonly url: string },
  signal: AbortSignal,
  io: CommandIo,
): Promise<void> {
  const from = feed.readBefore;
  const to = feed.now();
  const start = { done: 0, total: to - from, count: feed.lines() };
  const label = `making ${spanOf(to - from)} of history`;
  const bar = progress({ label, unit: 'lines', quiet: options.quiet, from: start }, io);
  const reached = feed.caughtUp.then(() => true);
  for (let there = to - from <= WORTH_TELLING_MS; !there;) {
    there = await Promise.race([reached, io.clock.sleep(LOOK_EVERY_MS, signal).then(() => false)]);
    const until = there ? to : await storedUntil(client, begun.timeline).catch(unlessGone);
    if (until !== undefined) bar.update({ ...start, done: Math.max(0, until - from), count: feed.lines() });
  }
  await reached;
  bar.end();
  if (!options.quiet) io.stderr.write(`\n${hints(begun, options, feed.now())}\n`);
  io.stderr.write(`Ready at ${options.url}\n`);
}

/** 8 days, 30 h. */
function spanOf(ms: number): string {
  return ms >= 2 * DAY_MS ? `${Math.round(ms / DAY_MS)} days` : `${Math.round(ms / HOUR_MS)} h`;
}

/** End of what can be seen: the newest minute in the store; 0 before the first one. */
async function storedUntil(client: StoreClient, timeline: string): Promise<Instant> {
  const [row] = await client.rows<{ until: string }>(STORED_UNTIL, { params: { workspace: MAIN_WORKSPACE, timeline } });
  return Number(row?.until ?? 0) * 1_000;
}

/** A store that is away is started again, and the history goes on: no reason to end here. */
function unlessGone(error: unknown): undefined {
  if (!(error instanceof TidelineError && error.retryable)) throw error;
}

const STORED_UNTIL = `SELECT toUnixTimestamp(max(start)) AS until FROM mention_window_facts
WHERE workspace = {workspace:String} AND timeline = {timeline:String} AND width = '1m'`;

/** What to do next. The crisis of the demo begins two minutes behind its history. */
function hints({ timeline, liveFrom }: Begun, { data }: CommonOptions, now: Instant): string {
  const question = `SELECT watch, sum(mentions) AS mentions, sum(negative) AS negative FROM mention_windows WHERE timeline = '${timeline}' AND width = '1h' GROUP BY watch ORDER BY mentions DESC`;
  const stay =
    now - liveFrom < MINUTE_MS ? ['Stay two minutes: something is going to go wrong at one of the brands.'] : [];
  return [
    ...stay,
    `Ask it by SQL: npx tideline sql${dataOption(data)} "${question}"`,
    'Your own data: `watches:` in tideline.yaml and `npx tideline replay FILE --mapping M.yaml`, see README.md.',
    'Ctrl-C stops, the same command goes on.',
  ].join('\n');
}
