/**
 * The API over 20 M mentions of 30 days while others are stored: p50 and p95 of each kind of question, and how late its event loop is.
 * `node tests/bench/api.bench.ts [MENTIONS] [DIRECTORY]`; a directory is kept, and used again as it is.
 */
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { createApi } from '../../api/server.ts';
import { messageOf } from '../../runtime/errors.ts';
import { systemClock } from '../../runtime/time/clock.ts';
import { watchEventLoop } from '../../runtime/time/event-loop.ts';
import type { StoreClient } from '../../runtime/clickhouse/client.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../schemas/instants.ts';
import { openMigratedStore } from '../integration/store-harness.ts';
import { addCurrentWindows, addMentions, DAYS, fillMentions, FREQUENT, RARE } from './many-mentions.ts';
import { cpuMsOf, quantile } from './room.ts';

const MENTIONS = Number(process.argv[2] ?? 20_000_000);
const KEPT = process.argv[3];
const TIMES = 60;
/** Of one kind of question: slow ones are asked less often. */
const LIMIT_MS = 15_000;
const PER_SECOND = 1_500;
const LOOP_BAR_MS = 25;

const EXPORTS = ['csv', 'ndjson', 'parquet', 'arrow'] as const;
const EXPORTED = 1_000_000;
const EXPORT_BAR_S = 60;

const POINTS = 60;
const LIST = 150;
const SEARCH = 400;

/** By day of 30 days: 480 points. */
const SIXTEEN = Array.from({ length: 16 }, (_, i) => `&watch=watch-${String(i).padStart(2, '0')}`).join('');

/** Several paths: the same question again and again would be answered from what the engine remembers of it. */
const QUESTIONS: readonly (readonly [name: string, barMs: number, paths: readonly string[]])[] = [
  ['kpis, 24 h, compared', POINTS, over((watch) => `/v1/kpis?range=24h&compare=previous${watch}`)],
  ['kpis, 7 d, compared', POINTS, over((watch) => `/v1/kpis?range=7d&compare=previous${watch}`)],
  ['series, 6 h by minute', POINTS, over((watch) => `/v1/series?range=6h&interval=1m${watch}`)],
  ['series, 7 d by hour, compared', POINTS, over((watch) => `/v1/series?range=7d&compare=previous${watch}`)],
  ['series, 30 d by day of 16 watches', POINTS, [`/v1/series?range=30d&interval=1d&breakdown=watch${SIXTEEN}`]],
  ['heat map, 30 d', POINTS, over((watch) => `/v1/heatmap?range=30d&tz=Europe/Berlin${watch}`)],
  ['watches, 24 h', LIST, ['/v1/watches?range=24h']],
  ['newest mentions', LIST, over((watch) => `/v1/mentions?range=24h${watch}`)],
  [
    'newest mentions, 3 filters, 7 d',
    LIST,
    over((watch) => `/v1/mentions?range=7d&platform=mastodon&class=negative&lang=de${watch}`),
  ],
  ['mentions of an old hour', LIST, over((watch) => `/v1/mentions?from=${ago(20, 1)}&to=${ago(20)}${watch}`)],
  ['search, frequent word, 30 d', LIST, over((watch) => `/v1/mentions?range=30d&q=${FREQUENT}${watch}`)],
  ['search, rare word, 30 d', SEARCH, over((watch) => `/v1/mentions?range=30d&q=${RARE}${watch}`)],
  ['breakdown by class, 7 d', POINTS, ['/v1/breakdown?by=class&range=7d']],
  ['breakdown by hashtag, 7 d', LIST, over((watch) => `/v1/breakdown?by=hashtag&range=7d${watch}`)],
  ['breakdown by emoji, 24 h', LIST, over((watch) => `/v1/breakdown?by=emoji&range=24h${watch}`)],
  ['breakdown by author, 24 h', LIST, over((watch) => `/v1/breakdown?by=author&range=24h${watch}`)],
  ['breakdown by platform, 1 watch, 24 h', LIST, watches((watch) => `/v1/breakdown?by=platform&range=24h${watch}`)],
  ['breakdown by platform, 24 h', SEARCH, ['/v1/breakdown?by=platform&range=24h']],
  ['breakdown by language, 7 d', Infinity, ['/v1/breakdown?by=lang&range=7d']],
];

function over(path: (watch: string) => string): string[] {
  return [path(''), ...watches(path)];
}

function watches(path: (watch: string) => string): string[] {
  return ['00', '10', '25', '49'].map((name) => path(`&watch=watch-${name}`));
}

function ago(days: number, hoursMore = 0): string {
  return new Date(Date.now() - days * DAY_MS - hoursMore * 60 * MINUTE_MS).toISOString();
}

const directory = KEPT ?? mkdtempSync(join(tmpdir(), 'tideline-bench-'));
const isFilled = existsSync(join(directory, 'data'));
const opened = await openMigratedStore({ directory });
try {
  const ingest = opened.connect('ingest');
  if (!isFilled) await fillMentions(ingest, MENTIONS, Date.now(), say);
  await withApi(async (url) => {
    const asker = new Worker(new URL('./api-asker.ts', import.meta.url), {
      workerData: { url, times: TIMES, limitMs: LIMIT_MS },
    });
    const storing = keepStoring(ingest);
    const loop = watchEventLoop();
    for (const question of QUESTIONS) await measure(asker, question);
    const { p99, max } = loop.take();
    loop.stop();
    await storing.stop();
    await asker.terminate();
    for (const format of EXPORTS) await measureExport(url, format);
    const stored = `${PER_SECOND} mentions/s stored meanwhile (${storing.written()} in all, ${storing.late()} s behind)`;
    console.log(
      `event loop: p99 ${p99.toFixed(1)} ms late (bar ${LOOP_BAR_MS}), max ${max.toFixed(0)}; ${stored}; load average ${loadavg()[0]?.toFixed(1)}`,
    );
  });
} finally {
  await opened.store.stop(10_000);
  if (KEPT === undefined) rmSync(directory, { recursive: true, force: true });
}

async function measure(asker: Worker, [name, barMs, paths]: (typeof QUESTIONS)[number]): Promise<void> {
  const before = cpuMs();
  asker.postMessage(paths);
  const [took] = (await once(asker, 'message')) as [number[]];
  const cpu = cpuMs().map((ms, i) => Math.round((ms - (before[i] ?? 0)) / took.length));
  // Each path for the first time reads what nobody asked for yet.
  const warm = took.slice(paths.length);
  const p95 = quantile(warm, 0.95);
  const verdict = p95 <= barMs ? 'holds' : 'MISSED';
  const [p50, tail] = [quantile(warm, 0.5), p95].map((ms) => ms.toFixed(0).padStart(5));
  const busy = `CPU ${String(cpu[0]).padStart(4)} store + ${String(cpu[1]).padStart(3)} here`;
  console.log(
    `${name.padEnd(38)} p50 ${p50} ms  p95 ${tail} ms  bar ${String(barMs).padStart(8)}  ${verdict}  ${busy}`,
  );
}

/** About a million rows of the newest, read as they come: what is here is more than the server's own, and must not grow. */
async function measureExport(url: string, format: (typeof EXPORTS)[number]): Promise<void> {
  const hours = Math.ceil((Math.min(1, EXPORTED / MENTIONS) * DAYS * DAY_MS) / HOUR_MS);
  const began = performance.now();
  const { body } = await fetch(`${url}/v1/mentions.${format}?range=${hours}h`);
  if (body === null) throw new Error(`${format} has no body`);
  const before = process.memoryUsage().rss;
  let [bytes, peak] = [0, before];
  for await (const chunk of body) {
    bytes += chunk.length;
    peak = Math.max(peak, process.memoryUsage().rss);
  }
  const seconds = (performance.now() - began) / 1_000;
  const verdict = seconds <= EXPORT_BAR_S ? 'holds' : 'MISSED';
  const megabytes = (n: number): string => `${(n / 1e6).toFixed(0)} MB`;
  console.log(
    `export as ${format.padEnd(8)} ${seconds.toFixed(1)} s for ${megabytes(bytes)}  bar ${EXPORT_BAR_S} s  ${verdict}  memory here + ${megabytes(peak - before)}`,
  );
}

/** Of the store, and of this process with the one who asks: what a busy machine leaves as it is. Storing is in it, too. */
function cpuMs(): [number, number] {
  const { user, system } = process.cpuUsage();
  return [cpuMsOf(opened.store.pid), (user + system) / 1_000];
}

async function withApi(use: (url: string) => Promise<void>): Promise<void> {
  let requests = 0;
  const server = await createApi(
    {},
    {
      client: opened.connect('dashboards'),
      exports: opened.connect('exports'),
      viewer: opened.connect('dashboards', opened.store.viewer),
      clock: systemClock,
      status: () => ({ state: 'live', since: null, sources: [] }),
      requestId: () => String(++requests),
      report: (error) => say(messageOf(error)),
    },
  );
  await use(await server.listen({ host: '127.0.0.1', port: 0 }));
  await server.close();
}

/** As the sinks do: mentions four times a second, the windows of now once. */
function keepStoring(client: StoreClient) {
  const stopping = new AbortController();
  const count = Math.round(PER_SECOND / 4);
  const began = Date.now();
  let rounds = 0;
  const running = (async () => {
    while (!stopping.signal.aborted) {
      const begin = Date.now() - 250;
      // Numbers of their own: rows that were there would only be written again.
      const first = MENTIONS + Math.floor(Date.now() / 250 - 7e9) * count;
      await addMentions(client, { first, count, begin: begin - (first * 250) / count, stepMs: 250 / count });
      if (rounds % 4 === 0) await addCurrentWindows(client, Date.now());
      rounds++;
      await systemClock.sleep(Math.max(0, began + rounds * 250 - Date.now()), new AbortController().signal);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
    written: () => rounds * count,
    late: () => ((Date.now() - began) / 1_000 - rounds / 4).toFixed(1),
  };
}

function say(text: string): void {
  console.error(text);
}
