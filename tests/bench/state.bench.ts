/**
 * Keyed state larger than memory: N keys, every tenth of them once more when it has long left the cache, under a 256 MB heap. First
 * keys that are only remembered (`drop-repeats`), then keys with a state and a timer each, which all fire at the end. Exits with 1
 * when a result is not exact. `node --max-old-space-size=256 tests/bench/state.bench.ts [KEYS]`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropRepeats } from '../../processors/mentions/drop-repeats/fold.ts';
import { openEngine } from '../../runtime/log/embedded/engine.ts';
import type { Fold, Pipeline } from '../../runtime/task/fold.ts';
import { createTask, taskName } from '../../runtime/task/task.ts';
import { NO_NAME, type Chunk, type LogRecord } from '../../schemas/envelope.ts';
import type { Mention } from '../../schemas/events/mention.ts';
import { HOUR_MS } from '../../schemas/instants.ts';
import { mentions } from '../../schemas/streams.ts';
import { residentMb } from './room.ts';

const KEYS = Number(process.argv[2] ?? 5_000_000);
const AGAIN = Math.floor(KEYS / 10);
const BATCH = 20_000;
const TIME = Date.UTC(2026, 2, 2);
const place = { workspace: 'main', timeline: 'bench', generation: 1, partition: 0, partitions: 1 };

interface Job {
  readonly name: string;
  readonly pipeline: Pipeline<Mention>;
  /** What came out; to be asked at the end. */
  result(): { text: string; exact: boolean };
}

function pipelineOf(wire: Pipeline<Mention>['wire']): Pipeline<Mention> {
  return { name: 'bench', version: 1, input: mentions, targets: [], wire };
}

function remembered(): Job {
  const seen = { first: 0, repeated: 0 };
  return {
    name: 'remembered keys',
    pipeline: pipelineOf(({ fold }) => fold(dropRepeats, ({ kind }) => seen[kind]++)),
    result: () => ({
      text: `${seen.first} first, ${seen.repeated} repeated`,
      exact: seen.first === KEYS && seen.repeated === AGAIN,
    }),
  };
}

/** How often each id came, told an hour later, when it is forgotten. */
const visits: Fold<Mention, number, number> = {
  name: 'visits',
  state: { write: (writer, count) => writer.varint(count), read: (reader) => reader.varint() },
  keyOf: ({ id }) => id,
  initial: () => 0,
  onEvent(count, { time }, step) {
    step.timerAt(time + HOUR_MS);
    return count + 1;
  },
  onTimer(count, _due, step) {
    step.emit(count);
    return undefined;
  },
};

function counted(): Job {
  const fired: number[] = [];
  return {
    name: 'keys with a state and a timer',
    pipeline: pipelineOf(({ fold }) => fold(visits, (count) => (fired[count] = (fired[count] ?? 0) + 1))),
    result: () => ({
      text: `${fired[1] ?? 0} timers fired at a count of 1, ${fired[2] ?? 0} at 2`,
      exact: fired.length === 3 && fired[1] === KEYS - AGAIN && fired[2] === AGAIN,
    }),
  };
}

function recordOf(kind: Pick<LogRecord<Mention>, 'kind' | 'value'>, time: number): LogRecord<Mention> {
  const named = { key: 'one', eventTime: time, receivedTime: time, trace: '', subject: '', name: undefined };
  return { ...named, ...kind } as LogRecord<Mention>;
}

function mentionOf(id: number): LogRecord<Mention> {
  const value: Mention = {
    watch: 'one',
    platform: 'x',
    id: String(1_900_000_000_000_000 + id * 4_194_303),
    time: TIME,
    received: TIME,
    author: '',
    url: '',
    lang: '',
    text: '',
    reach: 0,
  };
  return recordOf({ kind: 'data', value }, TIME);
}

/** Resolves with whether the job was exact. */
async function measure({ name, pipeline, result }: Job): Promise<boolean> {
  const work = mkdtempSync(join(tmpdir(), 'tideline-bench-'));
  const engine = openEngine({ path: join(work, 'log.db') });
  try {
    const task = createTask(pipeline, place, await engine.store.restore(taskName('bench', place)), ['']);
    const chunk: Chunk<Mention> = { ...place, producer: '', generation: 0, previous: NO_NAME, records: [] };
    const commit = async (): Promise<void> => {
      await engine.store.commit([task.take()]);
      task.committed();
    };
    const began = performance.now();
    const cpu = process.cpuUsage();
    const memory: number[] = [];
    let at = 0;
    for (let i = 0; i < KEYS; i++) {
      task.process(at++, chunk, mentionOf(i), NO_NAME);
      // Long ago, and each of them once.
      if (i % 10 === 9) task.process(at++, chunk, mentionOf(Math.floor(i / 2)), NO_NAME);
      if (i % BATCH === BATCH - 1) await commit();
      if ((i + 1) % Math.ceil(KEYS / 10) === 0) memory.push(residentMb(process.pid));
    }
    const end = TIME + HOUR_MS;
    const tick = recordOf({ kind: 'tick', value: { time: end, live: false, final: false } } as never, end);
    while (!task.process(at, chunk, tick, NO_NAME)) await commit();
    await commit();
    memory.push(residentMb(process.pid));
    const used = process.cpuUsage(cpu);
    const perEvent = ((used.user + used.system) / at).toFixed(1);
    const perSecond = Math.round((at / (performance.now() - began)) * 1000);
    const { text, exact } = result();
    console.log(`${KEYS} ${name}, ${at} events: ${text} (exact: ${exact})`);
    console.log(
      `${perEvent} µs CPU per event, ${perSecond} events/s, RSS by tenths and after the last tick ${memory.join(' ')} MB`,
    );
    return exact;
  } finally {
    await engine.close();
    rmSync(work, { recursive: true, force: true });
  }
}

for (const job of [remembered(), counted()]) if (!(await measure(job))) process.exitCode = 1;
