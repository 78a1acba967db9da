/**
 * The windows job alone: mentions already matched and scored → windows of 1 min and 1 h → ClickHouse.
 * `node tests/bench/windows.bench.ts [EVENTS] [WATCHES]`
 */
import { createInserter } from '../../runtime/clickhouse/insert.ts';
import type { Pipeline } from '../../runtime/task/fold.ts';
import { runTask } from '../../runtime/task/loop.ts';
import { partitionOf } from '../../runtime/task/partition-of.ts';
import { systemClock } from '../../runtime/time/clock.ts';
import { NO_NAME, type LogRecord } from '../../schemas/envelope.ts';
import { WINDOW_WIDTHS } from '../../schemas/results/mention-window.ts';
import type { MentionScore } from '../../schemas/results/mention-score.ts';
import { mentionScores, mentionWindows } from '../../schemas/streams.ts';
import { authorHash } from '../../processors/mentions/windows/authors.ts';
import { windows } from '../../processors/mentions/windows/fold.ts';
import { runBatcher } from '../../sinks/batcher.ts';
import { revisionOf, TABLES } from '../../sinks/clickhouse/tables.ts';
import { cpuMsOf, withRoom } from './room.ts';
import { uniform } from '../support/random.ts';

const EVENTS = Number(process.argv[2] ?? 1_000_000);
const WATCHES = Number(process.argv[3] ?? 2_600);
const PARTITIONS = 4;
const CHUNK = 5_000;
const START = Date.UTC(2026, 2, 2);
const EVENT_MS = 0.72;

const job: Pipeline<MentionScore> = {
  name: 'windows-alone',
  version: 1,
  input: { ...mentionScores, ticks: true },
  targets: [{ stream: mentionWindows, edge: 'narrow' }],
  wire({ fold, emit }) {
    const windowed = fold(windows, (row) => emit(mentionWindows, row));
    return (mention) => {
      const author = authorHash(mention.platform, mention.author);
      for (const width of WINDOW_WIDTHS) windowed({ width, mention, author });
    };
  },
};

function recordOf(kind: Pick<LogRecord<MentionScore>, 'kind' | 'value'>, time: number): LogRecord<MentionScore> {
  return {
    key: '',
    eventTime: time,
    receivedTime: time,
    trace: '',
    subject: '',
    name: undefined,
    ...kind,
  } as LogRecord<MentionScore>;
}

await withRoom([], async ({ room, client, store }) => {
  const { log, store: tasks } = room.engine;
  const random = uniform(3);
  const place = { workspace: 'main', timeline: 'bench', generation: 1 };
  let boxes: LogRecord<MentionScore>[][] = Array.from({ length: PARTITIONS }, () => []);
  const send = async (): Promise<void> => {
    await Promise.all(
      boxes.flatMap((records, partition) =>
        records.length === 0
          ? []
          : [
              log.append(
                { ...place, stream: mentionScores, partition },
                { ...place, producer: '', previous: NO_NAME, records },
              ),
            ],
      ),
    );
    boxes = Array.from({ length: PARTITIONS }, () => []);
  };
  let second = 0;
  for (let i = 0; i < EVENTS; i++) {
    const time = START + Math.floor(i * EVENT_MS);
    if (Math.floor(time / 1000) > second) {
      second = Math.floor(time / 1000);
      for (const box of boxes)
        box.push(recordOf({ kind: 'tick', value: { time: second * 1000, live: false, final: false } } as never, time));
    }
    const watch = `w${Math.floor(random() * WATCHES)}`;
    const value: MentionScore = {
      watch,
      platform: 'x',
      id: String(i),
      time,
      received: time,
      author: `u${Math.floor(random() * 1e5)}`,
      url: '',
      lang: '',
      text: '',
      reach: 10,
      class: 'neutral',
      positive: 0,
      neutral: 1,
      negative: 0,
      compound: 0,
      late: false,
    };
    boxes[partitionOf(watch, PARTITIONS)]?.push(recordOf({ kind: 'data', value } as never, time));
    if (i % (CHUNK * PARTITIONS) === CHUNK * PARTITIONS - 1) await send();
  }
  for (const box of boxes)
    box.push(
      recordOf(
        { kind: 'tick', value: { time: START + Math.floor(EVENTS * EVENT_MS), live: false, final: true } } as never,
        START + Math.floor(EVENTS * EVENT_MS),
      ),
    );
  await send();

  const stop = new AbortController();
  const done = new Map<string, number>();
  const ends = await Promise.all(boxes.map((_, partition) => log.end({ ...place, stream: mentionScores, partition })));
  const cpu = cpuMsOf(process.pid) + cpuMsOf(store.pid);
  const began = performance.now();
  const ended = (error: unknown): void => {
    if (!stop.signal.aborted) throw error;
  };
  const running = boxes.map((_, partition) =>
    runTask(
      job,
      { ...place, partition, partitions: PARTITIONS },
      [''],
      { log, store: tasks, onCommit: (task, next) => done.set(task, next) },
      stop.signal,
    ).catch(ended),
  );
  const table = TABLES.windowFacts;
  const inserter = createInserter({ client, table: table.table, columns: table.columns }, { clock: systemClock });
  const target = {
    async write(rows: Parameters<typeof inserter.insert>[0], signal: AbortSignal) {
      const [poison] = await inserter.insert(rows, signal);
      if (poison !== undefined) throw poison.error;
      return [];
    },
  };
  const sink = runBatcher(
    {
      sink: 'bench',
      ...place,
      partitions: PARTITIONS,
      stream: mentionWindows,
      revisionOf: (_, at) => revisionOf(1, at),
      lingerMs: 40,
    },
    { log, store: tasks, clock: systemClock, target, onCommit: (task, next) => done.set(task, next) },
    stop.signal,
  ).catch(ended);
  const finished = async (): Promise<boolean> => {
    for (let p = 0; p < PARTITIONS; p++) {
      if ((done.get(`main/bench/windows-alone/1/${p}`) ?? 0) < (ends[p] ?? 0)) return false;
      if (
        (done.get(`main/bench/sink-bench/1/mention-windows/${p}`) ?? 0) <
        (await log.end({ ...place, stream: mentionWindows, partition: p }))
      )
        return false;
    }
    return true;
  };
  while (!(await finished())) await systemClock.sleep(20, stop.signal);
  const wallMs = performance.now() - began;
  const cpuMs = cpuMsOf(process.pid) + cpuMsOf(store.pid) - cpu;
  const [row] = await client.rows<{ n: string }>(
    "SELECT sum(mentions) AS n FROM mention_window_facts FINAL WHERE width = '1m'",
  );
  console.log(
    `windows alone, ${WATCHES} watches: ${Math.round(EVENTS / wallMs)}k/s, ${((cpuMs * 1000) / EVENTS).toFixed(1)} µs CPU per event; exact: ${Number(row?.n) === EVENTS}`,
  );
  stop.abort(new Error('done'));
  await Promise.all([...running, sink]);
});
