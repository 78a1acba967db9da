import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { engineThread } from './engine-thread.ts';
import { change, chunkOfWords, input, output, readAll, unitOf } from './log.contract.ts';
import { encodedOutput } from '../../runtime/log/output.ts';

const NEVER = new AbortController().signal;
const code = (wanted: string): unknown => expect.objectContaining({ code: wanted });
const wish = { workspace: 'main', name: 'live', usually: 4, now: 0 };

/** A gate that tests close before a commit and open again; see EngineWorkerData. */
function closedGate() {
  const gate = new Int32Array(new SharedArrayBuffer(12));
  gate[0] = 1;
  return {
    gate,
    isHolding: (): boolean => Atomics.load(gate, 1) > 0,
    open(): void {
      Atomics.store(gate, 0, 0);
      Atomics.notify(gate, 0);
    },
    /** Blocks this thread until the commit that was just asked for is done. */
    awaitCommit(): void {
      Atomics.wait(gate, 2, 0);
    },
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('clients of one engine append in one order, and each reads what the other has written', async () => {
  const thread = await engineThread();
  const [one, other] = [thread.connect(), thread.connect()];
  const words = Array.from({ length: 20 }, (_, i) => `${i}`);
  const offsets = await Promise.all(
    words.map((word, i) => (i % 2 === 0 ? one : other).log.append(input, chunkOfWords(word))),
  );
  expect(offsets.toSorted((a, b) => a - b)).toEqual(words.map((_, i) => i));
  const found = await readAll(one.log, input);
  expect(found.toSorted()).toEqual(words.toSorted());
  expect(await readAll(other.log, input)).toEqual(found);
});

test("a reader that waits is woken by another client's append and by its commit", async () => {
  const thread = await engineThread();
  const [reading, writing] = [thread.connect(), thread.connect()];
  const appended = reading.log.read(input, 0).next(NEVER);
  const committed = reading.log.read(output, 0).next(NEVER);
  await writing.log.append(input, chunkOfWords('a'));
  expect((await appended)[0]?.offset).toBe(0);
  await writing.store.commit([unitOf({ outputs: [encodedOutput(output, chunkOfWords('out'))] })]);
  expect((await committed)[0]?.offset).toBe(0);
});

test('an engine that fails is told to all its clients: requests, waits and later reads reject with its error', async () => {
  const thread = await engineThread({ maxPages: 40 });
  const [waiting, writing] = [thread.connect(), thread.connect()];
  const wait = waiting.log.read(output, 0).next(NEVER);
  wait.catch(() => undefined);
  const fill = async (): Promise<void> => {
    for (let i = 0; i < 1000; i++) await writing.log.append(input, chunkOfWords('x'.repeat(3000)));
  };
  await expect(fill()).rejects.toThrow(
    expect.objectContaining({ code: 'DISK_FULL', message: expect.stringContaining(thread.path) as string }),
  );
  await expect(wait).rejects.toThrow(code('DISK_FULL'));
  await expect(waiting.log.append(input, chunkOfWords('more'))).rejects.toThrow(code('DISK_FULL'));
  await expect(waiting.log.read(input, 0).next(NEVER)).rejects.toThrow(code('DISK_FULL'));
});

test('a thread that ends rejects whatever its clients wait for', async () => {
  const { gate, isHolding, open } = closedGate();
  const thread = await engineThread({ gate });
  const client = thread.connect();
  const waits: Promise<unknown>[] = [
    client.log.read(output, 0).next(NEVER),
    client.log.append(input, chunkOfWords('a')),
  ];
  for (const wait of waits) wait.catch(() => undefined);
  while (!isHolding()) await turn();
  const ended = thread.worker.terminate();
  open();
  await ended;
  for (const wait of waits) await expect(wait).rejects.toThrow('the thread of the engine has ended');
});

test('a close that waits for an answer ends with the thread, and the answer is a rejection', async () => {
  const { gate, isHolding, open } = closedGate();
  const thread = await engineThread({ gate });
  const client = thread.connect();
  const asked = client.log.append(input, chunkOfWords('a'));
  asked.catch(() => undefined);
  while (!isHolding()) await turn();
  const closing = client.close();
  const ended = thread.worker.terminate();
  open();
  await Promise.all([ended, closing]);
  await expect(asked).rejects.toThrow('the thread of the engine has ended');
});

test('a client that closes before it hears why the thread ended waits no longer', async () => {
  const { gate, isHolding, open } = closedGate();
  const thread = await engineThread({ gate });
  const client = thread.connect(new Promise<never>(() => undefined));
  const asked = client.log.append(input, chunkOfWords('a'));
  asked.catch(() => undefined);
  while (!isHolding()) await turn();
  const ended = thread.worker.terminate();
  open();
  await ended;
  while (!client.isLost()) await turn();
  await client.close();
  await expect(asked).rejects.toThrow('the thread of the engine has ended');
});

test("a client's close waits for the answers to what was asked", async () => {
  const thread = await engineThread();
  const client = thread.connect();
  const asked = [client.log.append(input, chunkOfWords('a')), client.log.append(input, chunkOfWords('b'))];
  await client.close();
  expect(await Promise.all(asked)).toEqual([0, 1]);
  await expect(client.log.append(input, chunkOfWords('c'))).rejects.toThrow('the log is closed');
  expect(await readAll(thread.connect().log, input)).toEqual(['a', 'b']);
});

test('the asking thread goes on while the engine commits', async () => {
  const { gate, isHolding, open } = closedGate();
  const thread = await engineThread({ gate });
  const { store, log } = thread.connect();
  let done = false;
  const state = Array.from({ length: 1_000 }, (_, i) => change(`${i}`, 1));
  const committing = store.commit([unitOf({ state })]).then(() => (done = true));
  while (!isHolding()) await turn();
  let turns = 0;
  for (; turns < 100; turns++) {
    await turn();
    // Reading goes on beside it, and sees nothing of what is not committed.
    expect([await log.end(output), (await store.restore('count/0')).state.get('count', '0')]).toEqual([0, undefined]);
  }
  expect([done, turns]).toEqual([false, 100]);
  open();
  await committing;
  expect((await store.restore('count/0')).state.get('count', '0')?.value[0]).toBe(1);
});

test('no read outlives its turn, so that the engine can always empty its write-ahead log', async () => {
  const thread = await engineThread();
  const { log, store } = thread.connect();
  await store.commit([unitOf({ state: [change('a', 1)] })]);
  const { state } = await store.restore('count/0');
  expect(state.get('count', 'a')?.value[0]).toBe(1);
  await log.append(input, chunkOfWords('after the read'));
  const db = new DatabaseSync(thread.path);
  expect(db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()).toMatchObject({ busy: 0 });
  db.close();
});

test('a record that passes from one task to another while both are looked at is behind all the same', async () => {
  const { gate, open, awaitCommit } = closedGate();
  open();
  const thread = await engineThread({ gate });
  const client = thread.connect();
  await client.store.commit([
    unitOf({ task: 'feed', input: undefined, outputs: [encodedOutput(input, chunkOfWords('a'))] }),
  ]);
  gate[2] = 0;
  let passing: Promise<void> | undefined;
  const upstream = {
    // The one downstream has been looked at when this one's turn comes.
    get task(): string {
      const outputs = [encodedOutput(output, chunkOfWords('out'))];
      passing ??= client.store.commit([unitOf({ task: 'upstream', next: 1, outputs })]);
      awaitCommit();
      return 'upstream';
    },
    input,
  };
  expect(client.isBehind([{ task: 'downstream', input: output }, upstream], 0)).toBe(true);
  await passing;
  expect((await client.store.restore('upstream')).next).toBe(1);
});

test('a task is behind by the records that it has left, one never seen by all of them', async () => {
  const client = (await engineThread()).connect();
  await client.log.append(input, chunkOfWords('a', 'b', 'c'));
  const behindBy = (by: number): boolean => client.isBehind([{ task: 'count/0', input }], by);
  expect([2, 3].map(behindBy)).toEqual([true, false]);
  await client.store.commit([unitOf({ next: 2 })]);
  expect([0, 1].map(behindBy)).toEqual([true, false]);
  expect(client.isBehind([], 0)).toBe(false);
});

test('timelines and retention are asked for across threads, refusals with their code', async () => {
  const thread = await engineThread();
  const client = thread.connect();
  expect(await client.createTimeline({ ...wish, partitions: 7 })).toMatchObject({ name: 'live', partitions: 7 });
  expect(client.timelines.all()).toEqual([{ workspace: 'main', name: 'live', partitions: 7 }]);
  await expect(client.createTimeline({ ...wish, partitions: 4 })).rejects.toThrow(code('USAGE'));
  await client.log.append(input, chunkOfWords('a'));
  expect(client.bytes()).toBeGreaterThan(0);
  expect(await client.retain(0)).toEqual({ deletedBytes: 0, bytes: client.bytes(), heldBy: [] });
});
