import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { openEngine } from '../runtime/log/embedded/engine.ts';
import type { Partition } from '../runtime/log/log.ts';
import { taskName } from '../runtime/task/task.ts';
import { systemClock } from '../runtime/time/clock.ts';
import type { Item } from '../schemas/events/item.ts';
import { intake, mentions } from '../schemas/streams.ts';
import { chunkOf, data, tick } from '../tests/support/records.ts';
import { MAPPING_ID, mappingRecordOf, watchesRecordOf } from '../tests/support/tiny-world.ts';
import { openRoom, type Room, type RoomDeps, type RoomOptions } from './compose.ts';
import type { HooksModule } from './threads/messages.ts';
import { placeOf } from './threads/parts.ts';

/** Nobody listens there: rows wait, and the log fills. */
const NO_STORE = { url: 'http://127.0.0.1:1', user: 'nobody', password: '' };
const NEVER = new AbortController().signal;
const DAY = 86_400_000;
/** Below the deadline at which a thread is ended. */
const ENDS_WITHOUT_DEADLINE_MS = 8_000;
/** Three windows end in each, of which one commit holds 2,000. */
const MINUTES = 3_000;
const NOON = Date.UTC(2026, 2, 1, 12);

function directoryOfTest(): string {
  const directory = mkdtempSync(join(tmpdir(), 'tideline-room-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return directory;
}

function opening(
  options: Partial<RoomOptions> = {},
  hooks?: HooksModule,
  onMoved: RoomDeps['onMoved'] = () => undefined,
): Promise<Room> {
  return openRoom(
    {
      logFile: options.logFile ?? join(directoryOfTest(), 'log.sqlite'),
      maxBytes: 1e9,
      intakeMs: DAY,
      retainEveryMs: DAY,
      foldWorkers: 1,
      ...options,
    },
    {
      clock: systemClock,
      endpoint: () => NO_STORE,
      onMoved,
      say: () => undefined,
      hooks,
    },
  );
}

const timeline = { workspace: 'main', name: 'test', partitions: 4 };
const partition = (index: number): Partition<Item> => ({ ...placeOf(timeline, index), stream: intake, generation: 0 });

async function opened(options?: Partial<RoomOptions>): Promise<Room> {
  const room = await opening(options);
  onTestFinished(() => room.close());
  await room.open('main', 'test', 4, 4);
  return room;
}

/** Makes the engine's thread do this when a timeline is created. */
function doing(code: string): HooksModule {
  return moduleOf(`() => ({ engine: { at: (point) => {
    if (point === 'timeline-creation') setImmediate(() => { ${code} });
  } } })`);
}

/** The gate of `holding`: [0] = 1 while it is closed, [1] counts who was held. */
function heldGate(): Int32Array {
  const gate = new Int32Array(new SharedArrayBuffer(8));
  gate[0] = 1;
  return gate;
}

function openGate(gate: Int32Array): void {
  Atomics.store(gate, 0, 0);
  Atomics.notify(gate, 0);
}

async function untilHeld(gate: Int32Array): Promise<void> {
  while (Atomics.load(gate, 1) === 0) await turn();
}

/** Holds the engine's thread before the commits in which such a task takes part ('': before any), and does this afterwards. */
function holding(gate: Int32Array, task: string, code = ''): HooksModule {
  return moduleOf(
    `(gate) => ({ engine: { at: (point, tasks) => {
      if (point !== 'before-commit' || !\`/\${tasks}/\`.includes('${task}') || gate[0] === 0) return;
      Atomics.add(gate, 1, 1);
      Atomics.wait(gate, 0, 1);
      ${code}
    } } })`,
    gate,
  );
}

/** Both are let go with the test, whatever becomes of it. */
async function openedHeld(options: Partial<RoomOptions>, task: string): Promise<{ room: Room; gate: Int32Array }> {
  const gate = heldGate();
  const room = await opening(options, holding(gate, task));
  onTestFinished(() => room.close());
  onTestFinished(() => openGate(gate));
  return { room, gate };
}

/** What each thread makes its hooks with. */
function moduleOf(threadHooks: string, argument?: unknown): HooksModule {
  const source = `import { DatabaseSync } from 'node:sqlite'; export const threadHooks = ${threadHooks};`;
  return { module: `data:text/javascript,${encodeURIComponent(source)}`, argument };
}

/** The threads that start from now on; those that a mistake leaves end with the test. */
function threadsFromNow(): Worker[] {
  const threads: Worker[] = [];
  const listener = (thread: Worker): void => void threads.push(thread);
  process.on('worker', listener);
  onTestFinished(async () => {
    process.off('worker', listener);
    for (const thread of threads) await thread.terminate();
  });
  return threads;
}

const hasEnded = ({ threadId }: Worker): boolean => threadId === -1;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Nobody has sent the mapping that it names: normalise cannot go on. */
const stray: Item = { source: 's', mapping: 'unknown', origin: 's:0', size: 2, raw: Buffer.from('{}') };

test.each([0, 1, 2])('with %i fold workers the tasks of every partition run', async (foldWorkers) => {
  const room = await opened({ foldWorkers });
  const positions = [0, 1, 2, 3].map(async (index) => {
    await room.engine.log.append(partition(index), chunkOf<Item>([tick(1_000)]));
    const task = taskName('normalise', placeOf(timeline, index));
    while ((await room.engine.store.restore(task)).next === 0) await room.engine.bell.next(room.signal);
    return (await room.engine.store.restore(task)).next;
  });
  expect(await Promise.all(positions)).toEqual([1, 1, 1, 1]);
});

test.each([0, 1])('what breaks in a task of partition %i, whichever thread it is on, ends all', async (index) => {
  const room = await opened();
  await room.engine.log.append(partition(index), chunkOf<Item>([data(stray, 0)]));
  await expect(room.failed).rejects.toThrow('intake holds no mapping unknown');
  expect(room.signal.reason).toMatchObject({ message: expect.stringContaining('no mapping') as string });
  await expect(room.drained(NEVER)).rejects.toThrow('no mapping');
});

test('an engine that fails ends all, and says why with its code', async () => {
  const room = await opened({ maxPages: 60 });
  const wait = room.engine.log.read(partition(3), 0).next(NEVER);
  wait.catch(() => undefined);
  const item = { ...stray, raw: Buffer.alloc(4_000_000) };
  const full = expect.objectContaining({ code: 'DISK_FULL' }) as unknown;
  await expect(room.engine.log.append(partition(0), chunkOf<Item>([data(item, 0)]))).rejects.toThrow(full);
  await expect(room.failed).rejects.toThrow(full);
  await expect(wait).rejects.toThrow(full);
});

test.each([
  ['an error that nobody catches', "throw new RangeError('out of the blue')", 'out of the blue'],
  ['an end of the thread', 'process.exit(3)', 'the thread engine ended by itself, with code 3'],
])("%s ends all, and whoever waits for the engine's answer hears it", async (_what, code, message) => {
  const room = await opening({}, doing(code));
  onTestFinished(() => room.close());
  const asking = async (): Promise<never> => {
    await room.open('main', timeline.name, 4, 4);
    for (;;) await room.engine.log.append(partition(0), chunkOf<Item>([tick(1_000)]));
  };
  await Promise.all([expect(asking()).rejects.toThrow(message), expect(room.failed).rejects.toThrow(message)]);
});

test('every thread follows the store to where it moves', async () => {
  const tables = new Set<string>();
  const asked = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    tables.add(/INSERT INTO (\w+)/.exec(decodeURIComponent(request.url ?? '').replaceAll('+', ' '))?.[1] ?? '');
    // The engine's thread carries the one, the folds' thread the other.
    if (tables.has('mention_window_facts') && tables.has('mention_facts')) asked.resolve();
    request.resume().on('end', () => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  let move: ((endpoint: typeof NO_STORE) => void) | undefined;
  const room = await opening({}, undefined, (listener) => (move = listener));
  onTestFinished(() => room.close());
  await room.open('main', 'test', 4, 4);
  const item: Item = { ...stray, mapping: MAPPING_ID, raw: Buffer.from(`{"id":"1","text":"alpha","time":${NOON}}`) };
  for (const index of [0, 1, 2, 3]) {
    const records = [mappingRecordOf(), watchesRecordOf(1), data(item, NOON), tick(NOON, { final: true })];
    await room.engine.log.append(partition(index), chunkOf<Item>(records));
  }
  const { port } = server.address() as AddressInfo;
  move?.({ ...NO_STORE, url: `http://127.0.0.1:${port}` });
  await expect(asked.promise).resolves.toBeUndefined();
});

test('a log that cannot be opened is refused with its code', async () => {
  const threads = threadsFromNow();
  await expect(opening({ logFile: join(tmpdir(), 'no', 'such', 'directory', 'log.sqlite') })).rejects.toThrow(
    expect.objectContaining({ code: 'DIRECTORY_READONLY' }),
  );
  expect(threads.map(hasEnded)).toEqual([true]);
});

test('a thread that fails to start does not stay behind, whatever keeps it busy', async () => {
  const threads = threadsFromNow();
  const hooks = moduleOf("() => { setInterval(() => undefined, 1_000); throw new Error('no hooks today'); }");
  await expect(opening({}, hooks)).rejects.toThrow('no hooks today');
  expect(threads.map(hasEnded)).toEqual([true]);
});

test(
  'when main cannot read the log that the engine has opened, the engine ends',
  async () => {
    const threads = threadsFromNow();
    const directory = directoryOfTest();
    const logFile = join(directory, 'log.sqlite');
    // Asked for when the engine is open, and before the thread says so.
    const hooks = moduleOf(`() => ({ get sinkAt() {
    const db = new DatabaseSync(${JSON.stringify(logFile)});
    db.exec('PRAGMA user_version = 999');
    db.close();
  } })`);
    await expect(opening({ logFile }, hooks)).rejects.toThrow(expect.objectContaining({ code: 'DIRECTORY_NEWER' }));
    expect(threads.map(hasEnded)).toEqual([true]);
  },
  ENDS_WITHOUT_DEADLINE_MS,
);

test('intake waits while a task is far behind, and goes on when it is not', async () => {
  const { room, gate } = await openedHeld({}, '/normalise/');
  await room.open('main', 'test', 4, 4);
  const ticks = Array.from({ length: 20_001 }, (_, i) => tick(i));
  await room.engine.log.append(partition(1), chunkOf<Item>(ticks));
  let mayGrow = false;
  const growing = room.room(NEVER, () => undefined).then(() => (mayGrow = true));
  await untilHeld(gate);
  expect(mayGrow).toBe(false);
  openGate(gate);
  await growing;
  expect((await room.engine.store.restore(taskName('normalise', placeOf(timeline, 1)))).next).toBe(20_001);
});

test('closing stops tasks and sinks between two commits, whatever waits', async () => {
  const room = await opening();
  await room.open('main', 'test', 4, 4);
  const asked = room.engine.log.append(partition(1), chunkOf<Item>([tick(1_000)]));
  await room.close();
  expect(await asked).toBe(0);
  await expect(room.engine.log.append(partition(1), chunkOf<Item>([tick(2_000)]))).rejects.toThrow('the log is closed');
});

test('closing lets a task finish the batch that it is in, however many commits that takes', async () => {
  const logFile = join(directoryOfTest(), 'log.sqlite');
  const { room, gate } = await openedHeld({ logFile, foldWorkers: 0 }, '/mentions/');
  await room.open('main', 'test', 1, 1);
  const items = Array.from({ length: MINUTES }, (_, minute): Item => {
    const time = NOON + minute * 60_000;
    return {
      ...stray,
      mapping: MAPPING_ID,
      raw: Buffer.from(`{"id":"${minute}","text":"alpha beta gamma","time":${time}}`),
    };
  });
  const end = NOON + MINUTES * 60_000;
  // All their windows end at the one tick, more of them than one commit holds.
  const records = [
    mappingRecordOf(),
    watchesRecordOf(1),
    ...items.map((item) => data(item, end)),
    tick(end, { final: true }),
  ];
  await room.engine.log.append(partition(0), chunkOf<Item>(records));
  await untilHeld(gate);
  const closing = room.close();
  await turn();
  openGate(gate);
  await closing;
  const engine = openEngine({ path: logFile });
  onTestFinished(() => engine.close());
  const place = placeOf({ ...timeline, partitions: 1 }, 0);
  const { next } = await engine.store.restore(taskName('mentions', place));
  expect([next > 0, next]).toEqual([true, await engine.log.end({ ...place, stream: mentions })]);
});

test(
  'closing ends an engine that is stuck after the deadline, whoever waits for its answer',
  async () => {
    const threads = threadsFromNow();
    const gate = heldGate();
    const room = await opening({ retainEveryMs: 1, stopMs: 20 }, holding(gate, ''));
    await untilHeld(gate);
    const asked = room.engine.retain(NOON);
    asked.catch(() => undefined);
    await room.close();
    await expect(asked).rejects.toThrow('the thread of the engine has ended');
    expect(threads.map(hasEnded)).toEqual([true, true]);
  },
  ENDS_WITHOUT_DEADLINE_MS,
);

test(
  'closing does not wait for an engine that ends meanwhile',
  async () => {
    const threads = threadsFromNow();
    const gate = heldGate();
    const room = await opening({ retainEveryMs: 1 }, holding(gate, '', 'process.exit(3)'));
    await untilHeld(gate);
    const closing = room.close();
    await turn();
    openGate(gate);
    await closing;
    expect(threads.map(hasEnded)).toEqual([true, true]);
  },
  ENDS_WITHOUT_DEADLINE_MS,
);
