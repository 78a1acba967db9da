import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { connectStore } from '../../runtime/clickhouse/client.ts';
import { createInserter } from '../../runtime/clickhouse/insert.ts';
import { openEngine } from '../../runtime/log/embedded/engine.ts';
import type { Clock } from '../../runtime/time/clock.ts';
import { NO_NAME, type LogRecord, type Name } from '../../schemas/envelope.ts';
import type { Count } from '../../schemas/results/count.ts';
import { counts } from '../../schemas/streams.ts';
import { runBatcher, sinkTask } from '../../sinks/batcher.ts';
import type { Result } from '../../sinks/sink.ts';

/** A log of so many bytes is full. */
const BOUND = 100_000;
const place = { workspace: 'main', timeline: 't', generation: 1 };
const partition = { ...place, stream: counts, partition: 0 };
const sink = { sink: 'clickhouse', ...place, partitions: 1, stream: counts, revisionOf: () => 0n, lingerMs: 0 };
const SINK_TASK = sinkTask(sink, 0);

/** Time that passes only when told to, and while somebody sleeps. */
function manualClock(): Clock & { pass(ms: number): void } {
  let now = 0;
  const pass = (ms: number): void => void (now += ms);
  return { now: () => now, sleep: async (ms) => pass(ms), pass };
}

/** Keeps what it is sent, and how often it was sent; answers only when it is let. */
async function silentStore() {
  const stored = new Map<bigint, number>();
  const unanswered: ServerResponse[] = [];
  let silent = true;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      for (const value of valuesOf(Buffer.concat(parts))) stored.set(value, (stored.get(value) ?? 0) + 1);
      if (silent) unanswered.push(response);
      else response.end();
    });
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = connectStore({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    user: 'store',
    password: '',
    lane: 'ingest',
  });
  onTestFinished(() => client.close());
  const speak = (how: (response: ServerResponse) => void): void => {
    silent = false;
    unanswered.splice(0).forEach(how);
  };
  return { client, stored, unanswered, speak };
}

/** Of a Native block of one UInt64 column, the values stand at its end. */
function valuesOf(block: Buffer): bigint[] {
  let rows = 0;
  for (let at = 1, shift = 0; ; at++, shift += 7) {
    rows += ((block[at] ?? 0) & 127) << shift;
    if ((block[at] ?? 0) < 128) break;
  }
  return Array.from({ length: rows }, (_, i) => block.readBigUInt64LE(block.length - 8 * (rows - i)));
}

/** Appends until the log is full and somebody holds it, where intake would wait; returns how many records there are then. */
async function fillLog(engine: ReturnType<typeof openEngine>): Promise<{ records: number; heldBy: readonly string[] }> {
  let previous: Name = NO_NAME;
  for (let records = 0; ;) {
    if (engine.bytes() > BOUND) {
      const { heldBy } = await engine.retain(0);
      if (heldBy.length > 0) return { records, heldBy };
    }
    const batch = Array.from({ length: 100 }, (_, i): LogRecord<Count> => {
      const value = { pipeline: 'p', partition: 0, counter: 'lines' as const, value: records + i };
      const name = { at: records + i, index: 0 };
      return { key: '', eventTime: 0, receivedTime: 0, trace: '', subject: '', name, kind: 'data', value };
    });
    await engine.log.append(partition, { ...place, producer: 'task', previous, records: batch });
    records += batch.length;
    previous = { at: records - 1, index: 0 };
  }
}

test.each([
  ['answers at last', (response: ServerResponse) => response.end(), 1],
  ['loses the connection, with the rows stored', (response: ServerResponse) => response.destroy(), 2],
] as const)(
  'a store that is silent for 60 s and then %s: the wait has a beginning and a reason, the sink holds the log, no row is lost or doubled',
  async (_, end, firstRowSent) => {
    const store = await silentStore();
    const clock = manualClock();
    const engine = openEngine({ path: ':memory:', retention: { bytes: BOUND } });
    const columns = [{ name: 'v', type: 'UInt64', of: ({ value }: Result<Count>) => BigInt(value.value) }];
    const { insert, health } = createInserter({ client: store.client, table: 'counts', columns }, { clock });
    const { promise: allStored, resolve: storedAll } = Promise.withResolvers<void>();
    const stop = new AbortController();
    let records = Infinity;
    const onCommit = (_task: string, next: number): void => {
      if (next === records) storedAll();
    };
    const carrying = runBatcher(
      sink,
      { log: engine.log, store: engine.store, clock, target: { write: insert }, onCommit },
      stop.signal,
    );
    const full = await fillLog(engine);
    ({ records } = full);
    expect(full.heldBy).toEqual([SINK_TASK]);

    await expect.poll(() => store.unanswered.length).toBe(1);
    clock.pass(60_000);
    expect(health()).toEqual({
      state: 'stalled',
      since: 0,
      attempts: 0,
      reason: 'it has not answered for 60 s',
    });
    expect((await engine.store.restore(SINK_TASK)).next).toBe(0);

    store.speak(end);
    await Promise.race([allStored, carrying]);
    expect(health()).toEqual({ state: 'ok' });
    expect(store.stored.size).toBe(records);
    expect(store.stored.get(0n)).toBe(firstRowSent);
    expect((await engine.retain(0)).heldBy).toEqual([]);
    stop.abort(new Error('over'));
    await expect(carrying).rejects.toThrow('over');
    await engine.close();
  },
);
