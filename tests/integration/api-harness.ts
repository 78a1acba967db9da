import { createApi, type ApiOptions, type ApiServer } from '../../api/server.ts';
import type { StoreClient } from '../../runtime/clickhouse/client.ts';
import { systemClock } from '../../runtime/time/clock.ts';
import { openMigratedStore, type TestStore } from './store-harness.ts';

/** The tests' present: rows are in the week before. */
const NOW = Date.parse('2026-03-30T12:34:56Z');

/** What the timeline `live` listens for: one watch of its rows no more, and one that nobody spoke of. */
const LISTENING = ['acme', 'bolt', 'quiet'].map((name) => ({
  name,
  any: [`@${name}`],
  all: [],
  none: ['spam'],
}));

export interface TestApi {
  readonly opened: TestStore;
  readonly server: ApiServer;
  readonly client: StoreClient;
  /** What the API reported, and its caller was not told. */
  readonly reported: unknown[];
  /** The parsed answer of a GET that must succeed. */
  get<T>(url: string): Promise<T>;
  close(): Promise<void>;
}

export async function openApi(options: ApiOptions = {}, { clickhouse = false } = {}): Promise<TestApi> {
  const opened = await openMigratedStore();
  const client = opened.connect('ingest');
  const reported: unknown[] = [];
  let requests = 0;
  const server = await createApi(options, {
    client: opened.connect('dashboards'),
    exports: opened.connect('exports'),
    viewer: opened.connect('dashboards', opened.store.viewer),
    clock: { now: () => NOW, sleep: systemClock.sleep },
    status: () => ({ state: 'live', since: null, sources: [] }),
    requestId: () => `req-${++requests}`,
    watches: (timeline) => Promise.resolve(timeline === 'live' ? LISTENING : undefined),
    report: (error) => reported.push(error),
    ...(clickhouse && { clickhouse: () => ({ url: opened.store.url, ...opened.store.viewer }) }),
  });
  return {
    opened,
    server,
    client,
    reported,
    async get<T>(url: string) {
      const response = await server.inject({ url });
      if (response.statusCode !== 200)
        throw new Error(`${url}: ${response.statusCode} ${response.body}`, { cause: reported.at(-1) });
      return response.json<T>();
    },
    async close() {
      await server.close();
      await opened.close();
    },
  };
}

/**
 * A week of mentions in two timelines, the older one in two generations. Of every third mention an older revision says something else,
 * every 11th is late, every 17th deleted; half of them crowd in the last 20 minutes, on whole seconds. Windows are counted from what remains, and every fifth has an older revision, too.
 */
export async function fill(client: StoreClient): Promise<void> {
  // Merged away, older revisions would prove nothing.
  await client.command('SYSTEM STOP MERGES mention_facts');
  await client.command('SYSTEM STOP MERGES mention_window_facts');
  await client.command(`INSERT INTO generations VALUES
    ('main', 'old', 'mentions', 1, '2026-01-01 00:00:00', 1), ('main', 'old', 'mentions', 2, '2026-01-02 00:00:00', 2),
    ('main', 'live', 'mentions', 1, '2026-02-01 00:00:00', 1), ('other', 'live', 'mentions', 1, '2026-03-01 00:00:00', 1)`);
  for (const [workspace, timeline, generation, count] of [
    ['main', 'live', 1, 6000],
    ['main', 'old', 1, 300],
    ['main', 'old', 2, 900],
    ['other', 'live', 1, 500],
  ] as const) {
    const params = { workspace, timeline, generation, count };
    await client.command(mentions('x', 'number % 3 = 0, 1, 0'), { params });
    await client.command(mentions('0', '1, 5, 0'), { params });
    await client.command(mentions('0', 'number % 17 = 0, 18446744073709551615, 1'), { params });
    for (const [width, ms] of [
      ['1m', 60],
      ['1h', 3600],
    ] as const) {
      for (const revision of [1, 2])
        await client.command(windows(revision), { params: { ...params, width, ms, revision } });
    }
  }
  await client.command(`INSERT INTO pipeline_counts VALUES ('main', 'live', 1, 'mentions', 0, 'counted', 1, 10),
    ('other', 'live', 1, 'mentions', 0, 'counted', 1, 7), ('main', 'old', 1, 'mentions', 0, 'counted', 1, 3)`);
}

/** `written` is which rows, their revision and whether they are deleted. The end of the data is 12:30:59 of the tests' present. */
function mentions(salt: string, written: string): string {
  const [which, revision, deleted] = written.split(', ');
  const random = (name: string) => `cityHash64(number, '${name}${salt}', {generation:UInt16})`;
  const fixed = (name: string) => `cityHash64(number, '${name}', {generation:UInt16})`;
  return `INSERT INTO mention_facts (workspace, timeline, generation, watch, platform, time, id, revision, is_deleted, author, url,
      lang, text, reach, class, positive, neutral, negative, compound, late)
    SELECT {workspace:String}, {timeline:String}, {generation:UInt16}, ['acme', 'bolt', 'core'][${fixed('watch')} % 3 + 1],
      ['x', 'y'][${fixed('platform')} % 2 + 1],
      fromUnixTimestamp64Milli(toInt64(1774873859000 - if(number % 2, ${fixed('time')} % 604800000, intDiv(${fixed('time')} % 604800000, 500000) * 1000)), 'UTC'),
      toString(number), ${revision}, ${deleted}, if(number % 7 = 0, '', concat('author', toString(${fixed('author')} % 400))),
      'https://social.example/', ['en', 'de'][${fixed('lang')} % 2 + 1],
      concat(['Late', '=SUM(1)', '-good', 'Flüge "gut",'][${random('text')} % 4 + 1], ' word', toString(${random('w')} % 50), ' RARE', toString(number % 997)),
      ${random('reach')} % 1000, CAST(toInt8(${random('class')} % 3) - 1, 'Enum8(\\'negative\\' = -1, \\'neutral\\' = 0, \\'positive\\' = 1)'),
      0.25, 0.5, 0.25, -0.5, number % 11 = 0
    FROM numbers({count:UInt32}) WHERE ${which}`;
}

/** The first revision is wrong on purpose. The last three minutes are not complete. */
function windows(revision: number): string {
  const wrong = revision === 1 ? '+ 100' : '';
  return `INSERT INTO mention_window_facts SELECT workspace, timeline, generation, watch, {width:String},
      toStartOfInterval(time, toIntervalSecond({ms:UInt32}), 'UTC') AS begin, {revision:UInt64}, 0, count() ${wrong}, uniqExactIf(author, author != ''),
      sum(reach), countIf(class = 'positive'), countIf(class = 'neutral'), countIf(class = 'negative') ${wrong},
      begin + {ms:UInt32} <= toDateTime('2026-03-30 12:28:00', 'UTC')
    FROM mention_facts FINAL WHERE workspace = {workspace:String} AND timeline = {timeline:String} AND generation = {generation:UInt16} AND late = 0
    GROUP BY workspace, timeline, generation, watch, begin ${revision === 1 ? 'HAVING intHash32(toUInt32(begin)) % 5 = 0' : ''}`;
}
