/**
 * Keyed state larger than memory: N ids of one watch through `drop-repeats`, every tenth one twice, under a 256 MB heap.
 * `node --max-old-space-size=256 tests/bench/state.bench.ts [KEYS]`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropRepeats, type Sighting } from '../../processors/mentions/drop-repeats/fold.ts';
import { openEngine } from '../../runtime/log/embedded/engine.ts';
import type { Pipeline } from '../../runtime/task/fold.ts';
import { createTask, taskName } from '../../runtime/task/task.ts';
import { NO_NAME, type Chunk } from '../../schemas/envelope.ts';
import type { Mention } from '../../schemas/events/mention.ts';
import { mentions } from '../../schemas/streams.ts';
import { residentMb } from './room.ts';

const KEYS = Number(process.argv[2] ?? 5_000_000);
const BATCH = 20_000;
const place = { workspace: 'main', timeline: 'bench', generation: 1, partition: 0, partitions: 1 };
let repeated = 0;
let first = 0;
const pipeline: Pipeline<Mention> = {
  name: 'bench',
  version: 1,
  input: mentions,
  targets: [],
  wire: ({ fold }) =>
    fold(dropRepeats, (sighting: Sighting) => {
      if (sighting.kind === 'repeated') repeated++;
      else first++;
    }),
};

const work = mkdtempSync(join(tmpdir(), 'tideline-bench-'));
try {
  const engine = openEngine({ path: join(work, 'log.db') });
  const task = createTask(pipeline, place, await engine.store.restore(taskName('bench', place)), ['']);
  const chunk: Chunk<Mention> = {
    workspace: 'main',
    timeline: 'bench',
    producer: '',
    generation: 0,
    previous: NO_NAME,
    records: [],
  };
  const time = Date.UTC(2026, 2, 2);
  const began = performance.now();
  const cpu = process.cpuUsage();
  const memory: number[] = [];
  let at = 0;
  for (let i = 0; i < KEYS; i++) {
    for (const id of i % 10 === 9 ? [i, i - 9] : [i]) {
      const value: Mention = {
        watch: 'one',
        platform: 'x',
        id: String(1_900_000_000_000_000 + id * 4_194_303),
        time,
        received: time,
        author: '',
        url: '',
        lang: '',
        text: '',
        reach: 0,
      };
      task.process(
        at++,
        chunk,
        {
          key: 'one',
          eventTime: time,
          receivedTime: time,
          trace: '',
          subject: '',
          name: undefined,
          kind: 'data',
          value,
        },
        NO_NAME,
      );
    }
    if (i % BATCH === BATCH - 1 || i === KEYS - 1) {
      await engine.store.commit([task.take()]);
      task.committed();
    }
    if (i % Math.ceil(KEYS / 10) === 0) memory.push(residentMb(process.pid));
  }
  const used = process.cpuUsage(cpu);
  await engine.close();
  console.log(
    `${KEYS} keys, ${at} events: ${first} first, ${repeated} repeated (exact: ${first === KEYS && repeated === Math.floor(KEYS / 10)})`,
  );
  console.log(
    `${((used.user + used.system) / at).toFixed(1)} µs CPU per event, ${Math.round((at / (performance.now() - began)) * 1000)} events/s, RSS by tenths ${memory.join(' ')} MB`,
  );
} finally {
  rmSync(work, { recursive: true, force: true });
}
